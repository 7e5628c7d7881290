// Shapes weekly cohorts into what the triangle shows: newest weeks kept, means over finished weeks.

import type { Retention } from "../../domain/answers.ts";

/** A cohort as the API tells it. */
export type Cohort = Retention["cohorts"][number];

/** The triangle, and what all its cohorts have in common. */
export interface CohortTriangle {
  readonly cohorts: readonly Cohort[];
  /** Columns: week 0, the cohort's first, up to the last that any cohort has. */
  readonly weeks: number;
  /** Per column: users who came back ÷ users who could have, over finished weeks; null without one. */
  readonly means: readonly (number | null)[];
}

/**
 * The newest `keep` cohorts.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const week = (users: number, finished = true) => ({ users, share: users / 10, finished });
 * const cohorts = [
 *   { week: "2026-01-05T00:00:00.000Z", users: 10, weeks: [week(10), week(4), week(1, false)] },
 *   { week: "2026-01-12T00:00:00.000Z", users: 10, weeks: [week(10), week(2, false)] },
 * ];
 * assert.deepEqual(cohortTriangle(cohorts, 26).means, [1, 0.4, null]);
 * ```
 */
export function cohortTriangle(cohorts: readonly Cohort[], keep: number): CohortTriangle {
  const kept = cohorts.slice(-keep),
    weeks = Math.max(0, ...kept.map((cohort) => cohort.weeks.length));
  const means = Array.from({ length: weeks }, (_, week) => {
    const finished = kept.filter((cohort) => cohort.weeks[week]?.finished);
    const users = finished.reduce((sum, cohort) => sum + cohort.users, 0);
    const back = finished.reduce((sum, cohort) => sum + cohort.weeks[week]!.users, 0);
    return users === 0 ? null : back / users;
  });
  return { cohorts: kept, weeks, means };
}

/** The class of a share's shade, `shade-0` to `shade-8`. Week 0 is all users and tells nothing. */
export function shadeOf(share: number, week: number): string {
  return week === 0 ? "shade-first" : `shade-${Math.min(8, Math.ceil(share * 8))}`;
}
