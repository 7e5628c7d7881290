// Infers the runtime of each show from how long it is watched.

import { nearestRank, type Thresholds } from "../../../domain/scoring.ts";
import type { DurationsByShow } from "./duration_lists.ts";
import { selectNth } from "./select_nth.ts";

/** Which shows to infer: every `step`-th from `first` on; all if absent. */
export interface ShowShare {
  readonly first?: number;
  readonly step?: number;
}

/**
 * The nearest-rank percentile of each show's qualified durations, in minutes, by show code; NaN for a
 * show with fewer than `runtimeMinViews` of them, and for one that is not to be inferred. `parts` are the durations that each thread met.
 */
export function inferRuntimes(
  parts: readonly DurationsByShow[],
  shows: number,
  options: Pick<Thresholds, "runtimeMinViews" | "runtimePercentile"> & ShowShare,
): Float64Array {
  const { runtimeMinViews, runtimePercentile, first = 0, step = 1 } = options;
  const runtimes = new Float64Array(shows).fill(NaN);
  for (let show = first; show < shows; show += step) {
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
