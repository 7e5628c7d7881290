// Infers the runtime of each show from how long it is watched.

import { nearestRank, type Thresholds } from "../../../domain/scoring.ts";
import type { DurationsByShow } from "./duration_lists.ts";
import { selectNth } from "./select_nth.ts";

/**
 * The nearest-rank percentile of each show's qualified durations, in minutes, by show code; NaN for a
 * show with fewer than `runtimeMinViews` of them. `parts` are the durations that each thread met.
 */
export function inferRuntimes(
  parts: readonly DurationsByShow[],
  shows: number,
  thresholds: Thresholds,
): Float64Array {
  const { runtimeMinViews, runtimePercentile } = thresholds;
  const runtimes = new Float64Array(shows).fill(NaN);
  for (let show = 0; show < shows; show++) {
    const lists = parts.map(({ starts, minutes }) =>
      show + 1 < starts.length ? minutes.subarray(starts[show], starts[show + 1]) : EMPTY
    );
    const count = lists.reduce((sum, list) => sum + list.length, 0);
    if (count < runtimeMinViews) continue;
    const all = new Float64Array(count);
    let end = 0;
    for (const list of lists) {
      all.set(list, end);
      end += list.length;
    }
    runtimes[show] = selectNth(all, nearestRank(count, runtimePercentile) - 1);
  }
  return runtimes;
}

const EMPTY = new Float64Array();
