// How completion and durations of qualified views are spread.

import type { HistogramBin } from "../../../domain/histogram.ts";
import { COMPLETION_BINS, completionBin, durationBins } from "../../../domain/histogram.ts";
import { completionRate } from "../../../domain/scoring.ts";
import { KIND_COMPLETION, SCOPE_SHOW } from "../write/schema.ts";
import { decomposeRange, type Interval } from "./decompose_range.ts";
import { durationCounts } from "./duration_counts.ts";
import type { StoreContext } from "./store_context.ts";
import { scanViews } from "./sum_views.ts";
import { cellsOf, type ViewFilter } from "./view_filter.ts";

/** Histograms of some views over a range. */
export interface Histograms {
  readonly completion: readonly HistogramBin[];
  /** Share that reached each twentieth, from 0 % to 100 %; zeros without a rated view. */
  readonly curve: readonly number[];
  readonly duration: readonly HistogramBin[];
  /** By whole minutes. */
  readonly durationBins: ArrayLike<number>;
}

/** Adds up the days within the range and the rows at its edges; all rows for a dimension's value. */
export function histogramBins(
  context: StoreContext,
  filter: ViewFilter,
  interval: Interval,
): Histograms {
  const completion = completionCounts(context, filter, interval);
  const counts = durationCounts(context, filter, interval);
  return {
    completion: completionBins(completion),
    curve: curveOf(completion),
    duration: durationBins(counts),
    durationBins: counts,
  };
}

/** The bin after the last holds views of rate 1 exactly. */
function completionCounts(
  context: StoreContext,
  filter: ViewFilter,
  interval: Interval,
): number[] {
  const counts: number[] = new Array(COMPLETION_BINS + 1).fill(0), cells = cellsOf(filter);
  const { reader } = context;
  const { spans, edges } = cells !== null && cells.scope <= SCOPE_SHOW
    ? decomposeRange(interval, { minLevel: 2, maxLevel: 2 })
    : { spans: [], edges: [interval] };
  for (const { first, end } of spans) {
    const sql = `SELECT bin, sum(views) FROM histograms WHERE scope = ? AND level = 2 AND id = ?
      AND bucket >= ? AND bucket < ? AND kind = ${KIND_COMPLETION} GROUP BY bin`;
    for (const [bin, views] of reader.rows(sql, cells!.scope, cells!.id, first, end)) {
      counts[bin] += views;
    }
  }
  const { qualifiedMinutes } = reader.thresholds;
  for (const edge of edges) {
    scanViews(context, filter, edge, ({ minutes, runtime }) => {
      if (minutes < qualifiedMinutes) return;
      const rate = completionRate(minutes, runtime);
      if (rate !== null) counts[completionBin(rate)]++;
    });
  }
  return counts;
}

function completionBins(counts: readonly number[]): HistogramBin[] {
  return counts.slice(0, -1).map((views, bin) => ({
    from: bin / COMPLETION_BINS,
    to: (bin + 1) / COMPLETION_BINS,
    qualified_views: bin === COMPLETION_BINS - 1 ? views + counts[COMPLETION_BINS] : views,
  }));
}

function curveOf(counts: readonly number[]): number[] {
  const rated = counts.reduce((sum, views) => sum + views, 0);
  let below = 0;
  return counts.map((views) => {
    const share = rated === 0 ? 0 : (rated - below) / rated;
    below += views;
    return share;
  });
}
