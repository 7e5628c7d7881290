// One metric over time, point by point, cut by the clocks of a zone.

import type { SeriesGrain, SeriesMetric, TimeSeries } from "../../../domain/answers.ts";
import { formatInstant } from "../../../domain/instant.ts";
import { LEVEL_MS } from "../schema.ts";
import { cutTime } from "./cut_time.ts";
import { dataSpan } from "./data_range.ts";
import type { Interval } from "./decompose_range.ts";
import type { EventRange, StoreContext } from "./store_context.ts";
import { scanViews, sumViews } from "./sum_views.ts";
import { cellsOf, filterOf, type NamedFilter, type ViewFilter } from "./view_filter.ts";
import { SUM_COLUMNS, ViewSums } from "./view_sums.ts";

/** The most points of an answer. */
export const MAX_POINTS = 20_000;

/** What is asked for. */
export interface TimeSeriesOptions extends EventRange, NamedFilter {
  readonly metric: SeriesMetric;
  readonly grain: SeriesGrain;
  readonly tz: string;
}

/** Points from the range's start to its end (open ends: to the outermost view). RangeError when too many. */
export function timeSeries(context: StoreContext, options: TimeSeriesOptions): TimeSeries {
  const { metric, grain, tz } = options, zone = context.zone(tz);
  const filter = filterOf(context.names, options), span = dataSpan(context.reader);
  const fromMs = options.from ?? span?.firstMs ?? 0;
  const toMs = options.to ?? (span === null ? 0 : span.lastMs + 1);
  const cuts = cutTime({ fromMs, toMs }, grain, { zone, maxPieces: MAX_POINTS });
  if (cuts === null) {
    const need = `it must have at most ${MAX_POINTS} points`;
    throw new RangeError(`Cannot answer a time series as ${need}: current value is grain ${grain}`);
  }
  const pieces = cuts.slice(0, -1).map((cut, i) => ({
    fromMs: Math.max(cut, fromMs),
    toMs: Math.min(cuts[i + 1], toMs),
  }));
  const values = filter === null || pieces.length === 0
    ? noValues(pieces, metric)
    : valuesOf(context, filter, {
      pieces,
      metric,
      span: span === null ? null : { fromMs: span.firstMs, toMs: span.lastMs + 1 },
    });
  return {
    metric,
    grain,
    tz,
    points: values.map((value, i) => ({ start: formatInstant(cuts[i]), value })),
  };
}

function noValues(pieces: readonly Interval[], metric: SeriesMetric): (number | null)[] {
  const none = metric === "users" ? 0 : new ViewSums().valueOf(metric);
  return pieces.map(() => none);
}

function valuesOf(
  context: StoreContext,
  filter: ViewFilter,
  { pieces, metric, span }: {
    readonly pieces: readonly Interval[];
    readonly metric: SeriesMetric;
    readonly span: Interval | null;
  },
): (number | null)[] {
  if (metric === "users") {
    return context.users.countEach(context, filter, pieces);
  }
  const isEmpty = ({ fromMs, toMs }: Interval) =>
    span === null || toMs <= span.fromMs || fromMs >= span.toMs;
  const sums = sumPieces(context, filter, { pieces, isEmpty });
  return sums.map((sum) => sum.valueOf(metric));
}

function sumPieces(
  context: StoreContext,
  filter: ViewFilter,
  { pieces, isEmpty }: {
    readonly pieces: readonly Interval[];
    readonly isEmpty: (piece: Interval) => boolean;
  },
): ViewSums[] {
  const level = levelOf(pieces), cells = cellsOf(filter), none = new ViewSums();
  const isShort = pieces.some(({ fromMs, toMs }) => toMs - fromMs < LEVEL_MS[0]);
  if (cells === null || (isShort && level === null && pieces.length > 2)) {
    return scanPieces(context, filter, pieces);
  }
  const byStart = level === null ? null : readCells(context, { ...cells, level, pieces });
  return pieces.map((piece) => {
    if (isEmpty(piece)) return none;
    const isWhole = level !== null && piece.fromMs % LEVEL_MS[level] === 0 &&
      piece.toMs - piece.fromMs === LEVEL_MS[level];
    return isWhole ? byStart!.get(piece.fromMs) ?? none : sumViews(context, filter, piece);
  });
}

/** The level whose buckets are the pieces, but for the outer two; null when there is none. */
function levelOf(pieces: readonly Interval[]): number | null {
  const inner = pieces.length > 2 ? pieces.slice(1, -1) : pieces;
  const level = LEVEL_MS.findIndex((width) => inner[0]?.toMs - inner[0]?.fromMs === width);
  if (level === -1) return null;
  const width = LEVEL_MS[level];
  const areBuckets = inner.every(({ fromMs, toMs }) =>
    toMs - fromMs === width && fromMs % width === 0
  );
  return areBuckets ? level : null;
}

function readCells(
  { reader }: StoreContext,
  { scope, id, level, pieces }: {
    readonly scope: number;
    readonly id: number;
    readonly level: number;
    readonly pieces: readonly Interval[];
  },
): Map<number, ViewSums> {
  const width = LEVEL_MS[level], columns = SUM_COLUMNS.replaceAll("sum(", "(");
  const rows = reader.rows(
    `SELECT bucket, ${columns} FROM cells
      WHERE scope = ? AND level = ? AND id = ? AND bucket >= ? AND bucket < ?`,
    ...[scope, level, id, Math.floor(pieces[0].fromMs / width)],
    Math.ceil(pieces[pieces.length - 1].toMs / width),
  );
  return new Map(rows.map((row) => {
    const sums = new ViewSums();
    sums.addRow(row, 1);
    return [row[0] * width, sums];
  }));
}

/** Adds up view by view: for pieces shorter than any bucket, and filters that no rollup has. */
function scanPieces(
  context: StoreContext,
  filter: ViewFilter,
  pieces: readonly Interval[],
): ViewSums[] {
  const sums = pieces.map(() => new ViewSums());
  const fromMs = pieces[0].fromMs, toMs = pieces[pieces.length - 1].toMs;
  let at = 0;
  scanViews(context, filter, { fromMs, toMs }, (view) => {
    while (view.startMs >= pieces[at].toMs) at++;
    sums[at].addView(view, context.reader.thresholds);
  });
  return sums;
}
