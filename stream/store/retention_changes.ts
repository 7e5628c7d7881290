// Changes to the weeks that users watched in and to the cohorts' retention, gathered over one transaction.

import type { DatabaseSync, StatementSync } from "node:sqlite";

/** The tables `user_weeks` and `retention`. */
export class RetentionChanges {
  readonly #weeksOf: StatementSync;
  readonly #upsertWeek: StatementSync;
  readonly #dropWeek: StatementSync;
  readonly #upsert: StatementSync;
  readonly #drop: StatementSync;
  /** By cohort and week. */
  readonly #changes = new Map<string, number>();

  constructor(db: DatabaseSync) {
    this.#weeksOf = db.prepare(`SELECT week FROM user_weeks WHERE user_id = ?`);
    this.#upsertWeek = db.prepare(
      `INSERT INTO user_weeks VALUES (?, ?, ?)
      ON CONFLICT DO UPDATE SET qualified = qualified + excluded.qualified RETURNING qualified`,
    );
    this.#dropWeek = db.prepare(`DELETE FROM user_weeks WHERE user_id = ? AND week = ?`);
    this.#upsert = db.prepare(
      `INSERT INTO retention VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET users = users + excluded.users`,
    );
    this.#drop = db.prepare(`DELETE FROM retention WHERE cohort = ? AND week = ? AND users = 0`);
  }

  /** Writes the change of a user's qualified views by week, and notes what it does to the cohorts. */
  change(
    userId: number,
    weeks: ReadonlyMap<number, number>,
    cohort: { readonly before: number | null; readonly after: number | null },
  ): void {
    const isMoved = cohort.before !== cohort.after;
    if (isMoved && cohort.before !== null) this.#countAll(userId, cohort.before, -1);
    for (const [week, change] of weeks) {
      if (change === 0) continue;
      const row = this.#upsertWeek.get(userId, week, change) as { qualified: number };
      if (row.qualified === 0) this.#dropWeek.run(userId, week);
      if (isMoved || cohort.after === null) continue;
      if (row.qualified === 0) this.#count(cohort.after, week, -1);
      else if (row.qualified === change) this.#count(cohort.after, week, 1);
    }
    if (isMoved && cohort.after !== null) this.#countAll(userId, cohort.after, 1);
  }

  /** Writes the cohorts. */
  flush(): void {
    for (const [key, users] of this.#changes) {
      if (users === 0) continue;
      const [cohort, week] = key.split(" ").map(Number);
      this.#upsert.run(cohort, week, users);
      if (users < 0) this.#drop.run(cohort, week);
    }
    this.clear();
  }

  /** Forgets the changes to cohorts. */
  clear(): void {
    this.#changes.clear();
  }

  #countAll(userId: number, cohort: number, users: number): void {
    for (const { week } of this.#weeksOf.all(userId) as { week: number }[]) {
      this.#count(cohort, week, users);
    }
  }

  #count(cohort: number, week: number, users: number): void {
    const key = `${cohort} ${week}`;
    this.#changes.set(key, (this.#changes.get(key) ?? 0) + users);
  }
}
