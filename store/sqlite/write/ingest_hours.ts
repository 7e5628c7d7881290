// Sums of the accepted views by hour of ingest: what the contract is held against on the live stream.

import type { DatabaseSync, StatementSync } from "node:sqlite";
import { HOUR_MS } from "../../../domain/time.ts";
import { NO_LABEL, type StoredView } from "../../core/stored_view.ts";

/** Minutes are summed in whole millionths, so that views that go leave nothing behind. */
export const MICROS_PER_MINUTE = 1e6;

const NAME = "ingest_hours";
const TABLE = `CREATE TABLE ${NAME}(hour INTEGER PRIMARY KEY, accepted INTEGER NOT NULL,
  qualified INTEGER NOT NULL, minute_micros INTEGER NOT NULL, no_episode INTEGER NOT NULL,
  no_device INTEGER NOT NULL, no_country INTEGER NOT NULL)`;
/** The table as the views say it should be; `?` is the qualifying length in minutes. */
export const INGEST_HOURS_OF_VIEWS = `SELECT ingest_ms / ${HOUR_MS} AS hour, count(*) AS accepted,
  sum(minutes >= ?) AS qualified,
  sum(CAST(round(minutes * ${MICROS_PER_MINUTE}) AS INTEGER)) AS minute_micros,
  sum(episode_id <= 0) AS no_episode, sum(device_id = 0) AS no_device,
  sum(country_id = 0) AS no_country FROM views GROUP BY 1 ORDER BY 1`;

interface Sums {
  accepted: number;
  qualified: number;
  minuteMicros: number;
  noEpisode: number;
  noDevice: number;
  noCountry: number;
}

/** Whether a store has the sums: one that was last written by an older version does not. */
export function hasIngestHours(db: DatabaseSync): boolean {
  return db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = ?`).get(NAME) !== undefined;
}

/** Makes the table of a store that lacks it, from its views. */
export function fillIngestHours(db: DatabaseSync, qualifiedMinutes: number): void {
  if (hasIngestHours(db)) return;
  const isOwn = !db.isTransaction;
  if (isOwn) db.exec("BEGIN IMMEDIATE");
  try {
    db.exec(TABLE);
    db.prepare(`INSERT INTO ${NAME} ${INGEST_HOURS_OF_VIEWS}`).run(qualifiedMinutes);
    if (isOwn) db.exec("COMMIT");
  } catch (error) {
    if (isOwn && db.isTransaction) db.exec("ROLLBACK");
    throw error;
  }
}

/** Gathers changes over one transaction and writes them. */
export class IngestHours {
  readonly #qualifiedMinutes: number;
  readonly #upsert: StatementSync;
  readonly #dropEmpty: StatementSync;
  readonly #hours = new Map<number, Sums>();
  /** Views of one hour mostly follow each other. */
  #last: { readonly hour: number; readonly sums: Sums } | null = null;

  constructor(db: DatabaseSync, qualifiedMinutes: number) {
    this.#qualifiedMinutes = qualifiedMinutes;
    fillIngestHours(db, qualifiedMinutes);
    this.#upsert = db.prepare(
      `INSERT INTO ${NAME} VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET accepted = accepted + excluded.accepted,
        qualified = qualified + excluded.qualified,
        minute_micros = minute_micros + excluded.minute_micros,
        no_episode = no_episode + excluded.no_episode, no_device = no_device + excluded.no_device,
        no_country = no_country + excluded.no_country`,
    );
    this.#dropEmpty = db.prepare(`DELETE FROM ${NAME} WHERE hour = ? AND accepted = 0`);
  }

  /** A view that came (1) or went (-1). */
  count(view: StoredView, sign: 1 | -1): void {
    const hour = Math.floor(view.ingestMs / HOUR_MS);
    if (this.#last?.hour !== hour) this.#last = { hour, sums: this.#sums(hour) };
    const { sums } = this.#last;
    sums.accepted += sign;
    if (view.minutes >= this.#qualifiedMinutes) sums.qualified += sign;
    sums.minuteMicros += sign * Math.round(view.minutes * MICROS_PER_MINUTE);
    if (view.episodeId <= NO_LABEL) sums.noEpisode += sign; // missing or empty
    if (view.deviceId === 0) sums.noDevice += sign;
    if (view.countryId === 0) sums.noCountry += sign;
  }

  /** Writes all changes. */
  flush(): void {
    for (const [hour, sums] of this.#hours) {
      const { accepted, qualified, minuteMicros, noEpisode, noDevice, noCountry } = sums;
      this.#upsert.run(hour, accepted, qualified, minuteMicros, noEpisode, noDevice, noCountry);
      if (accepted < 0) this.#dropEmpty.run(hour);
    }
    this.clear();
  }

  /** Forgets all changes. */
  clear(): void {
    this.#hours.clear();
    this.#last = null;
  }

  #sums(hour: number): Sums {
    let sums = this.#hours.get(hour);
    if (sums === undefined) this.#hours.set(hour, sums = noSums());
    return sums;
  }
}

function noSums(): Sums {
  return {
    accepted: 0,
    qualified: 0,
    minuteMicros: 0,
    noEpisode: 0,
    noDevice: 0,
    noCountry: 0,
  };
}
