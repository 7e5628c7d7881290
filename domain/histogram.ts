// How completion and durations of qualified views are put into bins.

import { nearestRank } from "./scoring.ts";

/** A bin `[from, to)` of a histogram over qualified views; the last one may be open (null). */
export interface HistogramBin {
  readonly from: number;
  readonly to: number | null;
  readonly qualified_views: number;
}

/** Equal bins of completion_rate over [0, 1]. */
export const COMPLETION_BINS = 20;
/** Lower borders, in minutes, of the bins in which durations are shown; the last bin is open. */
export const DURATION_BORDERS = [2, 5, 10, 15, 20, 25, 30, 40, 50, 60, 75, 90, 120, 150, 180, 240];

/** The bin of a completion rate; a rate of 1 has a bin of its own, after the last of the equal ones. */
export function completionBin(rate: number): number {
  return Math.floor(rate * COMPLETION_BINS);
}

/** Durations are counted by whole minutes, from 0 to the longest that rules allow. */
export const DURATION_BINS = 1_441;

/** The bin of a duration: its whole minutes. */
export function durationBin(minutes: number): number {
  return Math.floor(minutes);
}

/**
 * The bin of the median by nearest rank (of two in the middle the lower one); null when nothing is counted. As
 * rounding down keeps the order, the bin of the median is the median rounded down.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const views = [2, 30.9, 31.2, 90].map(durationBin), counts: number[] = [];
 * for (const bin of views) counts[bin] = (counts[bin] ?? 0) + 1;
 * assert.equal(medianBin(counts), 30);
 * assert.equal(medianBin([]), null);
 * ```
 */
export function medianBin(counts: ArrayLike<number>): number | null {
  const total = Array.from(counts).reduce((sum, count = 0) => sum + count, 0);
  let left = nearestRank(total, 50);
  for (let bin = 0; bin < counts.length && total > 0; bin++) {
    left -= counts[bin] ?? 0;
    if (left <= 0) return bin;
  }
  return null;
}

/** Views by whole minutes in the bins that are shown, the first of which also takes what is shorter. */
export function durationBins(views: ArrayLike<number>): HistogramBin[] {
  return DURATION_BORDERS.map((from, bin) => {
    const to = DURATION_BORDERS[bin + 1] ?? null;
    let qualified_views = 0;
    for (let minute = bin === 0 ? 0 : from; minute < (to ?? views.length); minute++) {
      qualified_views += views[minute] ?? 0;
    }
    return { from, to, qualified_views };
  });
}
