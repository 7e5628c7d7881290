// The table of the cohorts' retention.

import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { RetentionChange } from "../../core/retention_changes.ts";

/** The table `retention`. */
export class RetentionTable {
  readonly #upsert: StatementSync;
  readonly #drop: StatementSync;

  constructor(db: DatabaseSync) {
    this.#upsert = db.prepare(
      `INSERT INTO retention VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET users = users + excluded.users`,
    );
    this.#drop = db.prepare(`DELETE FROM retention WHERE cohort = ? AND week = ? AND users = 0`);
  }

  /** Adds all changes. */
  write(changes: Iterable<RetentionChange>): void {
    for (const { cohort, week, users } of changes) {
      this.#upsert.run(cohort, week, users);
      if (users < 0) this.#drop.run(cohort, week);
    }
  }
}
