// A metric by hour of the week, by the clocks of a zone.

import type { HeatmapOptions } from "../../port.ts";
import type { Heatmap } from "../../../domain/answers.ts";
import { WEEK_HOURS } from "../../../domain/time.ts";
import { finestLevel, LEVEL_MS, SCOPE_ALL } from "../write/schema.ts";
import { dataSpan } from "./data_range.ts";
import { decomposeRange, type Interval, type RangeParts } from "./decompose_range.ts";
import { hourOfWeek } from "./hour_of_week.ts";
import { HourMarks } from "./hour_users.ts";
import type { StoreContext } from "./store_context.ts";
import { scanViews } from "./sum_views.ts";
import { ALL_VIEWS, cellsOf, filterOf, type ViewFilter } from "./view_filter.ts";
import { SUM_WIDTH, ViewSums } from "./view_sums.ts";

/** 7 × 24 values over the views that fit and start within the range. */
export function heatmap(context: StoreContext, options: HeatmapOptions): Heatmap {
  const { tz, metric } = options, zone = context.zone(tz);
  const filter = filterOf(context, options), span = dataSpan(context.reader);
  const fromMs = Math.max(options.from ?? -Infinity, span?.firstMs ?? 0);
  const toMs = Math.min(options.to ?? Infinity, span === null ? 0 : span.lastMs + 1);
  const parts: ClockPart[] = [];
  for (let from = fromMs; filter !== null && from < toMs;) {
    // Hours of the clock lie at the same hours of UTC for as long as the offset stays.
    const to = zone.nextChange(from, toMs) ?? toMs;
    parts.push({ interval: { fromMs: from, toMs: to }, offsetMs: zone.at(from) });
    from = to;
  }
  const values = metric === "users"
    ? countUsers(context, filter ?? ALL_VIEWS, parts)
    : sumHours(context, filter ?? ALL_VIEWS, parts).map((sums) => sums.valueOf(metric));
  const rows = Array.from({ length: 7 }, (_, day) => values.slice(day * 24, day * 24 + 24));
  return { metric, tz, rows };
}

/** A time in which the clock's distance from UTC stays. */
interface ClockPart {
  readonly interval: Interval;
  readonly offsetMs: number;
}

function countUsers(
  context: StoreContext,
  filter: ViewFilter,
  parts: readonly ClockPart[],
): number[] {
  const [lastUserId] = context.reader.first<[number | null]>(`SELECT max(id) FROM users`)!;
  const marks = new HourMarks(lastUserId ?? 0);
  for (const part of parts) context.hourUsers.mark(context, filter, { ...part, marks });
  return marks.counts;
}

function sumHours(
  context: StoreContext,
  filter: ViewFilter,
  parts: readonly ClockPart[],
): ViewSums[] {
  const { reader } = context, cells = cellsOf(filter);
  const hours = Array.from({ length: WEEK_HOURS }, () => new ViewSums());
  const totals = new Float64Array(WEEK_HOURS * SUM_WIDTH);
  for (const { interval, offsetMs } of parts) {
    const minLevel = finestLevel(cells?.scope ?? SCOPE_ALL);
    const isByRows = cells === null || offsetMs % LEVEL_MS[minLevel] !== 0;
    const { spans, edges } = isByRows
      ? { spans: [], edges: [interval] }
      : cut(interval, { offsetMs, minLevel });
    for (const span of spans) {
      context.hourSums.add(reader, span, { ...cells!, offsetMs }, totals);
    }
    for (const edge of edges) {
      scanViews(context, filter, edge, (view) => {
        hours[hourOfWeek(view.startMs + offsetMs)].addView(view, reader.thresholds);
      });
    }
  }
  hours.forEach((sums, hour) => {
    sums.addRow(Array.from(totals.subarray(hour * SUM_WIDTH, (hour + 1) * SUM_WIDTH)));
  });
  return hours;
}

/** Blocks of days, and hours (or quarter hours, if the clock's hours begin with them) beside them. */
function cut(
  interval: Interval,
  { offsetMs, minLevel }: { readonly offsetMs: number; readonly minLevel: number },
): RangeParts {
  const blocks = decomposeRange(interval, { minLevel: 3, maxLevel: 3 });
  const rest = blocks.edges.map((edge) =>
    decomposeRange(edge, { minLevel, maxLevel: offsetMs % LEVEL_MS[1] === 0 ? 1 : 0 })
  );
  return {
    spans: [...blocks.spans, ...rest.flatMap(({ spans }) => spans)],
    edges: rest.flatMap(({ edges }) => edges),
  };
}
