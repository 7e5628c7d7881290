// Sums over the views of a range: buckets of the rollups, and the rows at the edges.

import { finestLevel } from "../write/schema.ts";
import { decomposeRange, type Interval } from "./decompose_range.ts";
import type { StoreContext } from "./store_context.ts";
import { cellsOf, type ViewFilter, viewsWhere } from "./view_filter.ts";
import { SUM_COLUMNS, ViewSums } from "./view_sums.ts";

const CELLS = `SELECT ${SUM_COLUMNS} FROM cells
  WHERE scope = ? AND level = ? AND id = ? AND bucket >= ? AND bucket < ?`;

/** A view in a scan; minutes, distinct qualified episodes of its show in its sitting, runtime. */
export interface ScannedView {
  readonly userId: number;
  readonly startMs: number;
  readonly showId: number;
  readonly minutes: number;
  readonly episodes: number;
  readonly runtime: number | null;
}

/** Sums over the views that fit the filter and start within the interval. */
export function sumViews(context: StoreContext, filter: ViewFilter, interval: Interval): ViewSums {
  const sums = new ViewSums(), cells = cellsOf(filter);
  if (cells === null) {
    scanViews(context, filter, interval, (view) => sums.addView(view, context.reader.thresholds));
    return sums;
  }
  const { spans, edges } = decomposeRange(interval, { minLevel: finestLevel(cells.scope) });
  for (const { level, first, end } of spans) {
    const row = context.reader.first<number[]>(CELLS, cells.scope, level, cells.id, first, end);
    sums.addRow(row!);
  }
  for (const edge of edges) {
    scanViews(context, filter, edge, (view) => sums.addView(view, context.reader.thresholds));
  }
  return sums;
}

/** Calls `visit` for each view that fits, in order of their starts. */
export function scanViews(
  { reader, names }: StoreContext,
  filter: ViewFilter,
  interval: Interval,
  visit: (view: ScannedView) => void,
): void {
  const { from, given } = viewsWhere(filter, interval);
  const sql = `SELECT user_id, start_ms, show_id, episode_id, minutes, episodes FROM ${from}`;
  for (const row of reader.rows(sql, ...given)) {
    const [userId, startMs, showId, episodeId, minutes, episodes] = row;
    const runtime = names.runtime(showId, episodeId);
    visit({ userId, startMs, showId, minutes, episodes, runtime });
  }
}
