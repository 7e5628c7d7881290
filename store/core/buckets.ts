// The buckets that views are summed up in: levels of time, scopes, kinds of histogram, weeks of cohorts.

import { DAY_MS, WEEK_MS } from "../../domain/time.ts";

/** Milliseconds of a rollup's bucket, by its level: quarter hours, hours, days, blocks of 32 and of 2,048 days, UTC. */
export const LEVEL_MS = [900_000, 3_600_000, 86_400_000, 2_764_800_000, 176_947_200_000] as const;

/**
 * What a rollup's cell is about: `scope` in the tables below, with the id of the show or label. Those of dimensions
 * follow, as domain/columns.ts numbers them.
 */
export const SCOPE_ALL = 0, SCOPE_SHOW = 1;

/**
 * The level of a scope's narrowest buckets. Shows have hours: of one show, a quarter hour holds hardly more
 * than one view, so its rollup would save nobody from reading rows and cost as much as they do.
 */
export function finestLevel(scope: number): number {
  return scope === SCOPE_SHOW ? 1 : 0;
}

/** Kinds of histogram, both over qualified views and by day; completion has a bin of its own for rate 1. */
export const KIND_COMPLETION = 0, KIND_DURATION = 1;

/** The week (from Monday, UTC) that an instant lies in: weeks are numbered from the one before 1970-01-05. */
export function weekOf(instantMs: number): number {
  return Math.floor((instantMs + 3 * DAY_MS) / WEEK_MS);
}

/** When a week begins. */
export function weekStartMs(week: number): number {
  return week * WEEK_MS - 3 * DAY_MS;
}
