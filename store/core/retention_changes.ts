// Changes to the cohorts' retention, gathered over one transaction.

/** How many users of a cohort are added to those who watched in a week; less than 0 are taken away. */
export interface RetentionChange {
  readonly cohort: number;
  readonly week: number;
  readonly users: number;
}

/** Counts users by the week of their first qualified view, and the week they watched in. */
export class RetentionChanges {
  /** By cohort, then week. */
  readonly #changes = new Map<number, Map<number, number>>();

  /** Counts users of a cohort who watched in a week; less than 0 takes them back. */
  count(cohort: number, week: number, users: number): void {
    let weeks = this.#changes.get(cohort);
    if (weeks === undefined) this.#changes.set(cohort, weeks = new Map());
    weeks.set(week, (weeks.get(week) ?? 0) + users);
  }

  /** What is different. */
  *all(): Generator<RetentionChange> {
    for (const [cohort, weeks] of this.#changes) {
      for (const [week, users] of weeks) if (users !== 0) yield { cohort, week, users };
    }
  }

  /** Forgets all changes. */
  clear(): void {
    this.#changes.clear();
  }
}
