// Changes to the cohorts' retention, gathered over one transaction.

import type { DatabaseSync, StatementSync } from "node:sqlite";

/** The table `retention`. */
export class RetentionChanges {
  readonly #upsert: StatementSync;
  readonly #drop: StatementSync;
  /** By cohort, then week. */
  readonly #changes = new Map<number, Map<number, number>>();

  constructor(db: DatabaseSync) {
    this.#upsert = db.prepare(
      `INSERT INTO retention VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET users = users + excluded.users`,
    );
    this.#drop = db.prepare(`DELETE FROM retention WHERE cohort = ? AND week = ? AND users = 0`);
  }

  /** Counts users of a cohort who watched in a week; less than 0 takes them back. */
  count(cohort: number, week: number, users: number): void {
    let weeks = this.#changes.get(cohort);
    if (weeks === undefined) this.#changes.set(cohort, weeks = new Map());
    weeks.set(week, (weeks.get(week) ?? 0) + users);
  }

  /** Writes all changes. */
  flush(): void {
    for (const [cohort, weeks] of this.#changes) {
      for (const [week, users] of weeks) {
        if (users === 0) continue;
        this.#upsert.run(cohort, week, users);
        if (users < 0) this.#drop.run(cohort, week);
      }
    }
    this.clear();
  }

  /** Forgets all changes. */
  clear(): void {
    this.#changes.clear();
  }
}
