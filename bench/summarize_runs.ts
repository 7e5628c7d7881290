// Median and spread of repeated measurements.

/** Median with the smallest and largest value. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/**
 * @throws {Error} without a value
 * @example
 * ```ts
 * import { summarizeRuns } from "./summarize_runs.ts";
 * if (summarizeRuns([3, 1, 2, 10]).median !== 2.5) throw new Error("between 2 and 3");
 * ```
 */
export function summarizeRuns(values: readonly number[]): Spread {
  if (values.length === 0) {
    throw new Error("Cannot summarize runs as there must be at least one: current value is 0");
  }
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted.length >> 1;
  const lower = (sorted.length - 1) >> 1;
  return {
    median: (sorted[lower]! + sorted[upper]!) / 2,
    min: sorted[0]!,
    max: sorted.at(-1)!,
  };
}
