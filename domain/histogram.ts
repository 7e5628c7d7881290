// How completion and durations of qualified views are put into bins.

import type { HistogramBin } from "./answers.ts";

/** Equal bins of completion_rate over [0, 1]. */
export const COMPLETION_BINS = 20;
/** Lower borders, in minutes, of the bins of qualified views' durations; the last bin is open. */
export const DURATION_BORDERS = [2, 5, 10, 15, 20, 25, 30, 40, 50, 60, 75, 90, 120, 150, 180, 240];

/** The bin of a completion rate; a rate of 1 has a bin of its own, after the last of the equal ones. */
export function completionBin(rate: number): number {
  return Math.floor(rate * COMPLETION_BINS);
}

/**
 * The bin of a duration; the first also takes what is shorter than its border.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(durationBin(4.9), 0);
 * assert.equal(durationBin(5), 1);
 * ```
 */
export function durationBin(minutes: number): number {
  let bin = DURATION_BORDERS.length - 1;
  while (bin > 0 && DURATION_BORDERS[bin]! > minutes) bin--;
  return bin;
}

/** Views by bin with the bins' borders; `views` are in the order of {@link DURATION_BORDERS}. */
export function durationBins(views: ArrayLike<number>): HistogramBin[] {
  return DURATION_BORDERS.map((from, bin) => ({
    from,
    to: DURATION_BORDERS[bin + 1] ?? null,
    qualified_views: views[bin]!,
  }));
}
