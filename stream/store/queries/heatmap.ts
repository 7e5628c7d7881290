// A metric by hour of the week, by the clocks of a zone.

import type { Heatmap, SeriesMetric } from "../../../domain/answers.ts";
import { LEVEL_MS } from "../schema.ts";
import { dataSpan } from "./data_range.ts";
import { decomposeRange, type Interval } from "./decompose_range.ts";
import { hourOfWeek } from "./hour_of_week.ts";
import type { EventRange, StoreContext } from "./store_context.ts";
import { scanViews } from "./sum_views.ts";
import { cellsOf, filterOf, type NamedFilter, type ViewFilter } from "./view_filter.ts";
import { SUM_COLUMNS, ViewSums } from "./view_sums.ts";

const HOURS = 168, HOUR_MS = LEVEL_MS[1];
/** Whole weeks that keep every hour's number positive, as SQLite's division rounds towards 0. */
const AHEAD_MS = 1_000_000 * HOURS * HOUR_MS;

/** What is asked for. */
export interface HeatmapOptions extends EventRange, NamedFilter {
  readonly tz: string;
  readonly metric: SeriesMetric;
}

/** 7 × 24 values over the views that fit and start within the range. */
export function heatmap(context: StoreContext, options: HeatmapOptions): Heatmap {
  const { tz, metric } = options, zone = context.zone(tz);
  const filter = filterOf(context.names, options), span = dataSpan(context.reader);
  const hours = Array.from({ length: HOURS }, () => ({ sums: new ViewSums(), users: new Set() }));
  const fromMs = Math.max(options.from ?? -Infinity, span?.firstMs ?? 0);
  const toMs = Math.min(options.to ?? Infinity, span === null ? 0 : span.lastMs + 1);
  if (filter !== null && fromMs < toMs) {
    for (let from = fromMs; from < toMs;) {
      // Hours of the clock lie at the same hours of UTC for as long as the offset stays.
      const to = zone.nextChange(from, toMs) ?? toMs, offsetMs = zone.at(from);
      const part = { fromMs: from, toMs: to };
      if (metric === "users") {
        scanViews(context, filter, part, ({ startMs, userId }) => {
          hours[hourOfWeek(startMs + offsetMs)].users.add(userId);
        });
      } else addPart(context, filter, { hours, part, offsetMs });
      from = to;
    }
  }
  const values = hours.map(({ sums, users }) =>
    metric === "users" ? users.size : sums.valueOf(metric)
  );
  const rows = Array.from({ length: 7 }, (_, day) => values.slice(day * 24, day * 24 + 24));
  return { metric, tz, rows };
}

function addPart(
  context: StoreContext,
  filter: ViewFilter,
  { hours, part, offsetMs }: {
    readonly hours: readonly { readonly sums: ViewSums }[];
    readonly part: Interval;
    readonly offsetMs: number;
  },
): void {
  const { reader } = context, cells = cellsOf(filter);
  const level = offsetMs % HOUR_MS === 0 ? 1 : 0;
  const isByRows = cells === null || offsetMs % LEVEL_MS[0] !== 0;
  const { spans, edges } = isByRows
    ? { spans: [], edges: [part] }
    : decomposeRange(part, { maxLevel: level });
  for (const span of spans) {
    const { scope, id } = cells!, width = LEVEL_MS[span.level];
    const ahead = AHEAD_MS + offsetMs + 72 * HOUR_MS;
    const sql = `SELECT (bucket * ${width} + ?) / ${HOUR_MS} % ${HOURS} AS hour, ${SUM_COLUMNS}
      FROM cells WHERE scope = ? AND level = ? AND id = ? AND bucket >= ? AND bucket < ? GROUP BY hour`;
    // Given as text it would be no number, and as a double the division would not be whole.
    const rows = reader.rows(
      sql.replace("+ ?", "+ CAST(? AS INTEGER)"),
      ...[ahead, scope, span.level, id, span.first, span.end],
    );
    for (const row of rows) hours[row[0]].sums.addRow(row, 1);
  }
  for (const edge of edges) {
    scanViews(context, filter, edge, (view) => {
      hours[hourOfWeek(view.startMs + offsetMs)].sums.addView(view, reader.thresholds);
    });
  }
}
