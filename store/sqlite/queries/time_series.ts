// One metric over time, point by point, cut by the clocks of a zone.

import { SERIES_GRAINS, type SeriesGrain, type TimeSeries } from "../../../domain/answers.ts";
import { METRICS, type SeriesMetric } from "../../../domain/metrics.ts";
import { MAX_POINTS, type TimeSeriesOptions } from "../../port.ts";
import { finestLevel, LEVEL_MS, SCOPE_ALL } from "../write/schema.ts";
import { cutTime } from "./cut_time.ts";
import { dataSpan } from "./data_range.ts";
import type { BucketSpan, Interval } from "./decompose_range.ts";
import type { StoreContext } from "./store_context.ts";
import { scanViews, sumViews } from "./sum_views.ts";
import { cellsOf, filterOf, type ViewFilter } from "./view_filter.ts";
import { joinUnits, ViewSums } from "./view_sums.ts";
import type { ZoneOffsets } from "./zone_offsets.ts";
import type { StoreReader } from "./store_reader.ts";
import { formatInstant } from "../../../domain/instant.ts";
import { DAY_MS, MINUTE_MS } from "../../../domain/time.ts";

/** From here on one statement over small buckets is faster than several statements for each piece. */
const MANY_PIECES = 300;

/** Points from the range's start to its end (open ends: to the outermost view). RangeError when too many. */
export function timeSeries(context: StoreContext, options: TimeSeriesOptions): TimeSeries {
  const { metric, tz } = options, zone = context.zone(tz);
  const filter = filterOf(context, options), span = dataSpan(context.reader);
  const fromMs = options.from ?? span?.firstMs ?? 0;
  const toMs = options.to ?? (span === null ? 0 : span.lastMs + 1);
  const { grain, cuts } = cutFitting({ fromMs, toMs }, options.grain, zone);
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
  const format = startFormatter();
  return {
    metric,
    grain,
    tz,
    points: values.map((value, i) => ({ start: format(cuts[i]), value })),
  };
}

/** RangeError when the grain that is asked for would make too many points; it names the finest that does not. */
function cutFitting(
  interval: Interval,
  asked: SeriesGrain | null,
  zone: ZoneOffsets,
): { readonly grain: SeriesGrain; readonly cuts: readonly number[] } {
  const coarser = SERIES_GRAINS.slice(SERIES_GRAINS.indexOf(asked ?? "day"));
  for (const grain of coarser) {
    const cuts = cutTime(interval, grain, { zone, maxPieces: MAX_POINTS });
    if (cuts === null) continue;
    if (asked === null || grain === asked) return { grain, cuts };
    throw new RangeError(
      `Cannot answer a time series as it must have at most ${MAX_POINTS} points: current value is ` +
        `grain ${asked}; the finest grain that fits is ${grain}`,
    );
  }
  throw new RangeError(
    `Cannot answer a time series as it must have at most ${MAX_POINTS} points: shorten the range`,
  );
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
  const cells = cellsOf(filter), finest = finestLevel(cells?.scope ?? SCOPE_ALL);
  const inner = innerOf(pieces), level = tileLevel(inner, finest);
  // Hardly a bucket fits into such a piece: reading all rows is faster than the edges of each.
  const isShort = inner.some(({ fromMs, toMs }) => toMs - fromMs < 2 * LEVEL_MS[finest]);
  if (cells === null || (isShort && level === null && pieces.length > 2)) {
    return scanPieces(context, filter, pieces).map((sums) => sums.valueOf(metric));
  }
  const tiled = level === null ? null : readTiles(context, metric, { ...cells, level, pieces });
  return pieces.map((piece, i) => {
    if (tiled !== null && isTiled(piece, level!)) return metricValue(metric, tiled[i]);
    const sums = isEmpty(piece) ? new ViewSums() : sumViews(context, filter, piece);
    return sums.valueOf(metric);
  });
}

function isTiled({ fromMs, toMs }: Interval, level: number): boolean {
  return fromMs % LEVEL_MS[level] === 0 && toMs % LEVEL_MS[level] === 0;
}

/** The outer two are cut by the range, the others by the clock. */
function innerOf(pieces: readonly Interval[]): readonly Interval[] {
  return pieces.length > 2 ? pieces.slice(1, -1) : pieces;
}

/**
 * The widest level whose buckets make up the inner pieces; null when there is none, or the pieces are so few
 * and long that each is better added up from buckets of all levels.
 */
function tileLevel(inner: readonly Interval[], finest: number): number | null {
  const level = LEVEL_MS.findLastIndex((_, level) => inner.every((piece) => isTiled(piece, level)));
  if (level < finest || inner.length === 0) return null;
  const areBuckets = inner.every(({ fromMs, toMs }) => toMs - fromMs === LEVEL_MS[level]);
  return areBuckets || inner.length > MANY_PIECES ? level : null;
}

/** What the buckets of each piece add up to; those of pieces that are not tiled are of no use. */
function readTiles(
  { reader }: StoreContext,
  metric: SummedMetric,
  { scope, id, level, pieces }: {
    readonly scope: number;
    readonly id: number;
    readonly level: number;
    readonly pieces: readonly Interval[];
  },
): MetricParts[] {
  const width = LEVEL_MS[level], first = Math.floor(pieces[0].fromMs / width);
  const end = Math.ceil(pieces[pieces.length - 1].toMs / width);
  const tiles = pieces.map((): MetricParts => [0, 0, 0]);
  let at = 0;
  for (const row of readMetricCells(reader, metric, { scope, id, level, first, end })) {
    while (at < pieces.length - 1 && row[0] * width >= pieces[at].toMs) at++;
    const tile = tiles[at];
    for (let i = 0; i < tile.length; i++) tile[i] += row[i + 1];
  }
  return tiles;
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

/** What rollups add up. */
type SummedMetric = Exclude<SeriesMetric, "users">;

/** What a metric is made of: a count, and units in two halves. */
type MetricParts = [count: number, millions: number, rest: number];

/** The columns of the sums that hold units. */
const UNITS = {
  minuteUnits: "minute_units",
  completionUnits: "completion_units",
  engagementUnits: "engagement_units",
} as const;

/** The sums that a metric is made of: a count, units, or both. */
function sumsIn(metric: SummedMetric) {
  const { from } = METRICS[metric];
  switch (from.kind) {
    case "count":
      return { count: from.of, units: null };
    case "hours":
      return { count: null, units: from.of };
    case "mean":
      return { count: from.over, units: from.of };
  }
}

/** Rows of bucket and parts, in order. */
function readMetricCells(
  reader: StoreReader,
  metric: SummedMetric,
  { scope, id, level, first, end }: BucketSpan & { readonly scope: number; readonly id: number },
): readonly (readonly [bucket: number, ...MetricParts])[] {
  const sums = sumsIn(metric), count = sums.count ?? "0";
  const units = sums.units === null ? "0" : UNITS[sums.units];
  return reader.rows(
    `SELECT bucket, ${count}, ${units} / 1000000, ${units} % 1000000 FROM cells
      WHERE scope = ? AND level = ? AND id = ? AND bucket >= ? AND bucket < ? ORDER BY bucket`,
    ...[scope, level, id, first, end],
  );
}

/** The value of added up parts. */
function metricValue(
  metric: SummedMetric,
  [count, millions, rest]: Readonly<MetricParts>,
): number | null {
  const names = sumsIn(metric), sums = new ViewSums();
  if (names.count !== null) sums[names.count] = count;
  if (names.units !== null) sums[names.units] = joinUnits(millions, rest);
  return sums.valueOf(metric);
}

const TWO_DIGITS = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, "0"));

/** A function that does what `formatInstant()` does, faster when instants of one day follow each other. */
function startFormatter(): (instantMs: number) => string {
  let day = NaN, date = "";
  return (instantMs) => {
    const today = Math.floor(instantMs / DAY_MS), minute = (instantMs - today * DAY_MS) / MINUTE_MS;
    if (!Number.isInteger(minute)) return formatInstant(instantMs);
    if (today !== day) {
      day = today;
      date = formatInstant(instantMs).slice(0, -"00:00:00.000Z".length);
    }
    return `${date}${TWO_DIGITS[Math.floor(minute / 60)]}:${TWO_DIGITS[minute % 60]}:00.000Z`;
  };
}
