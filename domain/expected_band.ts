// What is usual for an hour: the median of the same hour of earlier weeks, and how far values lie from it.

/** How bands are drawn; docs/quality.md tells why. */
export const BAND = {
  /** Earlier weeks that are looked at. */
  weeks: 8,
  /** Fewer values than these draw no band. */
  minWeeks: 4,
  /** Median absolute deviations to each side: 4.5 are three standard deviations of normal data. */
  deviations: 4.5,
} as const;

/** The least half width of a band: hours that were all alike must not make the next one a suspect. */
export interface BandFloor {
  /** Of the median. */
  readonly relative: number;
  readonly absolute: number;
}

/** What is usual: both ends belong to it. */
export interface Band {
  readonly low: number;
  readonly high: number;
  readonly median: number;
}

/**
 * Median ± 4.5 · MAD of the earlier values, at least as wide as `floor` says and never below 0; null
 * while there are too few of them. Weeks without a value (null) do not count.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const floor = { relative: 0, absolute: 1 };
 * assert.deepEqual(expectedBand([10, 12, 11, 30], floor), { low: 7, high: 16, median: 11.5 });
 * assert.equal(expectedBand([10, 12, 11, null], floor), null);
 * ```
 */
export function expectedBand(
  earlier: readonly (number | null)[],
  { relative, absolute }: BandFloor,
): Band | null {
  const values = earlier.filter((value) => value !== null);
  if (values.length < BAND.minWeeks) return null;
  const middle = median(values);
  const deviation = median(values.map((value) => Math.abs(value - middle)));
  const half = Math.max(BAND.deviations * deviation, relative * Math.abs(middle), absolute);
  return { low: Math.max(0, middle - half), high: middle + half, median: middle };
}

/** The middle value, or the mean of the two middle ones. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b), at = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[at]! : (sorted[at - 1]! + sorted[at]!) / 2;
}
