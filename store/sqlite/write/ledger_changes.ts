// Changes to the ledger and to the reasons of quarantined rows, gathered over one transaction.

import type { DatabaseSync, StatementSync } from "node:sqlite";
import { emptyLedger, type Ledger } from "../../../domain/ledger.ts";
import { HOUR_MS } from "../../../domain/time.ts";

/** Where a row is counted: its source, topic, partition and instant of ingest. */
export interface LedgerPlace {
  readonly sourceId: number;
  /** {@link EVENTS} when absent. */
  readonly topic?: TopicNumber;
  readonly partition: number;
  readonly ingestMs: number;
}

/** Topics as the tables number them. */
export const EVENTS = 0, QUARANTINE = 1;
export type TopicNumber = typeof EVENTS | typeof QUARANTINE;

/** All rows of one source in one partition. */
export interface SourcePart {
  readonly sourceId: number;
  readonly topic: TopicNumber;
  readonly partition: number;
}

type Outcome = "accepted" | "duplicate" | "quarantined" | "excluded";

interface Cell {
  readonly place: LedgerPlace;
  readonly hour: number;
  accepted: number;
  duplicate: number;
  quarantined: number;
  excluded: number;
}

/** Counts rows and writes the counts. */
export class LedgerChanges {
  readonly #upsert: StatementSync;
  readonly #upsertReason: StatementSync;
  readonly #dropReason: StatementSync;
  readonly #dropEmpty: StatementSync;
  readonly #sumPart: StatementSync;
  readonly #dropPart: StatementSync;
  readonly #cells = new Map<string, Cell>();
  /** Rows of one place mostly follow each other. */
  #last: Cell | null = null;
  readonly #reasons = new Map<string, { place: LedgerPlace; rule: string; rows: number }>();

  constructor(db: DatabaseSync) {
    this.#upsert = db.prepare(
      `INSERT INTO ledger VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET accepted = accepted + excluded.accepted,
        duplicate = duplicate + excluded.duplicate, quarantined = quarantined + excluded.quarantined,
        excluded = ledger.excluded + excluded.excluded`,
    );
    this.#dropReason = db.prepare(
      `DELETE FROM reasons WHERE source_id = ? AND hour = ? AND rule = ? AND rows = 0`,
    );
    this.#dropEmpty = db.prepare(
      `DELETE FROM ledger WHERE source_id = ? AND topic = ? AND partition = ? AND hour = ? AND
        accepted = 0 AND duplicate = 0 AND quarantined = 0 AND excluded = 0`,
    );
    const ofPart = `FROM ledger WHERE source_id = ? AND topic = ? AND partition = ?`;
    this.#sumPart = db.prepare(
      `SELECT total(accepted) AS accepted, total(duplicate) AS duplicate,
        total(quarantined) AS quarantined, total(excluded) AS excluded ${ofPart}`,
    );
    this.#dropPart = db.prepare(`DELETE ${ofPart}`);
    this.#upsertReason = db.prepare(
      `INSERT INTO reasons VALUES (?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET rows = rows + excluded.rows`,
    );
  }

  /** Counts rows of a place; less than 0 takes them back. */
  count(place: LedgerPlace, outcome: Outcome, rows = 1): void {
    const hour = Math.floor(place.ingestMs / HOUR_MS), last = this.#last;
    const isLast = last !== null && last.hour === hour &&
      last.place.partition === place.partition && last.place.sourceId === place.sourceId &&
      last.place.topic === place.topic;
    const cell = isLast ? last : this.#last = this.#cell(place, hour);
    cell[outcome] += rows;
  }

  /** Counts a quarantined row's first rule. */
  countReason(place: LedgerPlace, rule: string, rows = 1): void {
    const key = `${place.sourceId} ${Math.floor(place.ingestMs / HOUR_MS)} ${rule}`;
    const entry = this.#reasons.get(key);
    if (entry === undefined) this.#reasons.set(key, { place, rule, rows });
    else entry.rows += rows;
  }

  /** Writes all changes and answers what they add up to. */
  flush(): Ledger {
    const delta = emptyLedger();
    for (const { place, hour, ...counts } of this.#cells.values()) {
      const { accepted, duplicate, quarantined, excluded } = counts;
      const { sourceId, topic = EVENTS, partition } = place;
      this.#upsert.run(
        ...[sourceId, topic, partition, hour, accepted, duplicate, quarantined, excluded],
      );
      if (accepted < 0 || duplicate < 0 || quarantined < 0) {
        this.#dropEmpty.run(sourceId, topic, partition, hour);
      }
      delta.accepted += accepted;
      delta.duplicate += duplicate;
      delta.quarantined += quarantined;
      delta.excluded += excluded;
    }
    for (const { place, rule, rows } of this.#reasons.values()) {
      if (rows === 0) continue; // quarantined and repaired within the transaction
      const hour = Math.floor(place.ingestMs / HOUR_MS);
      this.#upsertReason.run(place.sourceId, hour, rule, rows);
      if (rows < 0) this.#dropReason.run(place.sourceId, hour, rule);
    }
    this.clear();
    delta.read = delta.accepted + delta.duplicate + delta.quarantined + delta.excluded;
    return delta;
  }

  /** Takes all that a part counts out of the ledger, once everything is written, and answers how much it was. */
  removePart({ sourceId, topic, partition }: SourcePart): Ledger {
    const sum = this.#sumPart.get(sourceId, topic, partition) as unknown as Omit<Ledger, "read">;
    this.#dropPart.run(sourceId, topic, partition);
    return { ...sum, read: sum.accepted + sum.duplicate + sum.quarantined + sum.excluded };
  }

  /** Forgets all changes. */
  clear(): void {
    this.#cells.clear();
    this.#last = null;
    this.#reasons.clear();
  }

  #cell(place: LedgerPlace, hour: number): Cell {
    const key = `${place.sourceId} ${place.topic ?? EVENTS} ${place.partition} ${hour}`;
    let cell = this.#cells.get(key);
    if (cell === undefined) {
      const nothing = { accepted: 0, duplicate: 0, quarantined: 0, excluded: 0 };
      this.#cells.set(key, cell = { place, hour, ...nothing });
    }
    return cell;
  }
}
