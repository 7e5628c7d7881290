// Sums of the accepted views by hour of ingest: what the contract is held against on the live stream.

import { SPARSE_COLUMNS } from "../../../domain/columns.ts";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { HOUR_MS } from "../../../domain/time.ts";
import { type IngestHourChanges, MICROS_PER_MINUTE } from "../../core/ingest_hour_changes.ts";

export { MICROS_PER_MINUTE };

const NAME = "ingest_hours";
/** How many views have no value, by column. */
const WITHOUT = SPARSE_COLUMNS.map((name) => `no_${name}`);
const TABLE = `CREATE TABLE ${NAME}(hour INTEGER PRIMARY KEY, accepted INTEGER NOT NULL,
  qualified INTEGER NOT NULL, minute_micros INTEGER NOT NULL,
  ${WITHOUT.map((column) => `${column} INTEGER NOT NULL`).join(", ")})`;
/** The table as the views say it should be; `?` is the qualifying length in minutes. */
export const INGEST_HOURS_OF_VIEWS = `SELECT ingest_ms / ${HOUR_MS} AS hour, count(*) AS accepted,
  sum(minutes >= ?) AS qualified,
  sum(CAST(round(minutes * ${MICROS_PER_MINUTE}) AS INTEGER)) AS minute_micros,
  ${SPARSE_COLUMNS.map((name) => `sum(${name}_id <= 0) AS no_${name}`).join(", ")}
  FROM views GROUP BY 1 ORDER BY 1`;

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

/** The table `ingest_hours`; a store that lacks it gets it. */
export class IngestHours {
  readonly #upsert: StatementSync;
  readonly #dropEmpty: StatementSync;

  constructor(db: DatabaseSync, qualifiedMinutes: number) {
    fillIngestHours(db, qualifiedMinutes);
    this.#upsert = db.prepare(
      `INSERT INTO ${NAME}(hour, accepted, qualified, minute_micros, ${WITHOUT.join(", ")})
      VALUES (?, ?, ?, ?, ${WITHOUT.map(() => "?").join(", ")})
      ON CONFLICT DO UPDATE SET accepted = accepted + excluded.accepted,
        qualified = qualified + excluded.qualified,
        minute_micros = minute_micros + excluded.minute_micros,
        ${WITHOUT.map((column) => `${column} = ${column} + excluded.${column}`).join(", ")}`,
    );
    this.#dropEmpty = db.prepare(`DELETE FROM ${NAME} WHERE hour = ? AND accepted = 0`);
  }

  /** Adds all changes. */
  write(changes: IngestHourChanges): void {
    for (const [hour, sums] of changes.all()) {
      const { accepted, qualified, minuteMicros, without } = sums;
      const empty = SPARSE_COLUMNS.map((name) => without[name]);
      this.#upsert.run(hour, accepted, qualified, minuteMicros, ...empty);
      if (accepted < 0) this.#dropEmpty.run(hour);
    }
  }
}
