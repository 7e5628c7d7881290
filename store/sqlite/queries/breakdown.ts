// Views by show or by a dimension: what there is to choose from, and how much of it.

import { filterFacts, forFilters } from "../../../domain/columns.ts";
import type { BreakdownOptions } from "../../port.ts";
import type { Breakdown, BreakdownBy } from "../../../domain/answers.ts";
import { BREAKDOWN_METRICS, figuresOf } from "../../../domain/metrics.ts";
import { finestLevel, SCOPE_SHOW } from "../write/schema.ts";
import { dataRange } from "./data_range.ts";
import { type BucketSpan, decomposeRange, type Interval } from "./decompose_range.ts";
import type { StoreContext } from "./store_context.ts";
import { cellsOf, filterOf, type ViewFilter, viewsWhere } from "./view_filter.ts";
import { SUM_COLUMNS, ViewSums } from "./view_sums.ts";

const BY = {
  show: { scope: SCOPE_SHOW, column: "show_id" },
  ...forFilters((name) => ({ scope: filterFacts(name).scope, column: `${name}_id` })),
};

/** Groups of the views that fit and start within the range, those with most qualified views first. */
export function breakdown(context: StoreContext, options: BreakdownOptions): Breakdown {
  const { by, limit } = options, filter = filterOf(context, options);
  const interval = dataRange(context.reader, options);
  const groups = filter === null ? new Map<number, ViewSums>() : sumGroups(context, filter, {
    ...{ by, interval },
  });
  const nameOf = (id: number) => by === "show" ? context.names.show(id) : context.names.label(id);
  const sorted = [...groups]
    .filter(([, sums]) => sums.qualified > 0)
    .map(([id, sums]) => ({ name: nameOf(id), sums }))
    .sort((a, b) =>
      b.sums.qualified - a.sums.qualified || ((a.name ?? "") < (b.name ?? "") ? -1 : 1)
    );
  return {
    by,
    groups: sorted.slice(0, limit).map(({ name, sums }) => ({
      name,
      ...figuresOf(BREAKDOWN_METRICS, sums),
    })),
    others: Math.max(0, sorted.length - limit),
    qualified_views: sorted.reduce((sum, { sums }) => sum + sums.qualified, 0),
  };
}

/** The label of views that name none: rollups have no cells for it. */
const NONE = 0;

/** What all views of a span add up to beyond these groups. */
function restOf(
  { reader }: StoreContext,
  groups: readonly (readonly number[])[],
  { level, first, end }: BucketSpan,
): number[] {
  const sql = `SELECT ${SUM_COLUMNS} FROM cells
    WHERE scope = 0 AND level = ? AND id = 0 AND bucket >= ? AND bucket < ?`;
  return reader.first<number[]>(sql, level, first, end)!
    .map((all, column) => groups.reduce((rest, row) => rest - row[column + 1]!, all));
}

/** Rollups hold each show and each value of a dimension by itself; what is filtered by another is read by row. */
function sumGroups(
  context: StoreContext,
  filter: ViewFilter,
  { by, interval }: { readonly by: BreakdownBy; readonly interval: Interval },
): Map<number, ViewSums> {
  const groups = new Map<number, ViewSums>();
  const groupOf = (id: number) => {
    const known = groups.get(id);
    if (known !== undefined) return known;
    const sums = new ViewSums();
    groups.set(id, sums);
    return sums;
  };
  const isByCells = cellsOf(filter)?.scope === 0;
  const { spans, edges } = isByCells
    ? decomposeRange(interval, { minLevel: finestLevel(BY[by].scope) })
    : { spans: [], edges: [interval] };
  for (const { level, first, end } of spans) {
    const rows = context.reader.rows(
      `SELECT id, ${SUM_COLUMNS} FROM cells
        WHERE scope = ? AND level = ? AND bucket >= ? AND bucket < ? GROUP BY id`,
      ...[BY[by].scope, level, first, end],
    );
    for (const row of rows) groupOf(row[0]!).addRow(row, 1);
    if (by !== "show") groupOf(NONE).addRow(restOf(context, rows, { level, first, end }));
  }
  const { reader, names } = context;
  for (const edge of edges) {
    const { from, given } = viewsWhere(filter, edge);
    const sql = `SELECT ${BY[by].column}, show_id, episode_id, minutes, episodes FROM ${from}`;
    for (const [id, showId, episodeId, minutes, episodes] of reader.rows(sql, ...given)) {
      const runtime = names.runtime(showId!, episodeId!);
      groupOf(id!).addView(
        { minutes: minutes!, episodes: episodes!, runtime },
        reader.thresholds,
      );
    }
  }
  return groups;
}
