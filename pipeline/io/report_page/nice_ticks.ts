// Round numbers for an axis.

/**
 * Ticks from 0 to the first round number at or above `max`, in steps of 1, 2 or 5 × 10ⁿ; at most
 * six. Whole steps only when `whole` (counts have no halves). An empty axis is 0 to 1.
 *
 * @example
 * ```ts
 * import { niceTicks } from "./nice_ticks.ts";
 * const ticks = niceTicks(87);
 * if (ticks.join() !== "0,20,40,60,80,100") throw new Error(ticks.join());
 * ```
 */
export function niceTicks(max: number, whole = false): number[] {
  if (!(max > 0)) return [0, 1];
  const rough = max / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power * 1.25 >= rough)!;
  const step = whole ? Math.max(1, factor * power) : factor * power;
  const count = Math.ceil(max / step - 1e-9);
  // Dividing by the reciprocal keeps 3 × 0.1 from becoming 0.30000000000000004.
  return Array.from(
    { length: count + 1 },
    (_, n) => step < 1 ? n / Math.round(1 / step) : n * step,
  );
}
