// The tables of the ledger: adds what was gathered to their rows.

import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Ledger } from "../../../domain/ledger.ts";
import { EVENTS, type LedgerChanges, type SourcePart } from "../../core/ledger_changes.ts";

/** The tables `ledger` and `reasons`. */
export class LedgerTables {
  readonly #upsert: StatementSync;
  readonly #upsertReason: StatementSync;
  readonly #dropReason: StatementSync;
  readonly #dropEmpty: StatementSync;
  readonly #sumPart: StatementSync;
  readonly #dropPart: StatementSync;

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

  /** Adds all changes. */
  write(changes: LedgerChanges): void {
    for (const { place, hour, ...counts } of changes.cells()) {
      const { accepted, duplicate, quarantined, excluded } = counts;
      const { sourceId, topic = EVENTS, partition } = place;
      this.#upsert.run(
        ...[sourceId, topic, partition, hour, accepted, duplicate, quarantined, excluded],
      );
      if (accepted < 0 || duplicate < 0 || quarantined < 0) {
        this.#dropEmpty.run(sourceId, topic, partition, hour);
      }
    }
    for (const { sourceId, hour, rule, rows } of changes.reasons()) {
      this.#upsertReason.run(sourceId, hour, rule, rows);
      if (rows < 0) this.#dropReason.run(sourceId, hour, rule);
    }
  }

  /** All that a part counts. */
  ofPart({ sourceId, topic, partition }: SourcePart): Ledger {
    const sum = this.#sumPart.get(sourceId, topic, partition) as unknown as Omit<Ledger, "read">;
    return { ...sum, read: sum.accepted + sum.duplicate + sum.quarantined + sum.excluded };
  }

  /** Forgets all that a part counts. */
  dropPart({ sourceId, topic, partition }: SourcePart): void {
    this.#dropPart.run(sourceId, topic, partition);
  }
}
