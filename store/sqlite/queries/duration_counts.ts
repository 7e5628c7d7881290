// Qualified views by whole minutes watched: of blocks of days, days and hours, kept until a view of theirs changes.

import { DURATION_BINS } from "../../../domain/histogram.ts";
import { KIND_DURATION, LEVEL_MS, SCHEMA_VERSION, SCOPE_SHOW } from "../write/schema.ts";
import { type BucketSpan, decomposeRange, type Interval } from "./decompose_range.ts";
import { keyOf } from "./id_sets.ts";
import type { StoreContext } from "./store_context.ts";
import { ALL_VIEWS, cellsOf, type ViewFilter, viewsWhere } from "./view_filter.ts";

const HOURS = 1, DAYS = 2, BLOCKS = 3;
/** Numbers kept at once: 32 MB. */
const MAX_NUMBERS = 8_000_000;

/** Bins that have views, each before its number of views. */
type Bins = Uint32Array;

/** One for each connection. */
const keepers = new WeakMap<StoreContext, DurationKeeper>();

/** Qualified views that fit and start within the interval, by whole minutes. */
export function durationCounts(
  context: StoreContext,
  filter: ViewFilter,
  interval: Interval,
): Float64Array {
  let keeper = keepers.get(context);
  if (keeper === undefined) keepers.set(context, keeper = new DurationKeeper(context));
  return keeper.count(filter, interval);
}

class DurationKeeper {
  readonly #context: StoreContext;
  /** By filter and bucket; a part stays until a view of its bucket changes. */
  readonly #parts = new Map<string, { readonly changed: number; readonly bins: Bins }>();
  /** Stores of before have wider bins, until they are derived again in another file. */
  readonly #hasMinutes: boolean;
  #numbers = 0;

  constructor(context: StoreContext) {
    this.#context = context;
    const row = context.reader.first(`SELECT value FROM meta WHERE key = 'schema_version'`);
    this.#hasMinutes = row?.[0] === SCHEMA_VERSION;
  }

  count(filter: ViewFilter, interval: Interval): Float64Array {
    const counts = new Float64Array(DURATION_BINS), { reader } = this.#context;
    // Of one show, an hour holds hardly more than one view.
    const minLevel = coveringCells(filter).scope === SCOPE_SHOW ? DAYS : HOURS;
    const { spans, edges } = decomposeRange(interval, { minLevel, maxLevel: BLOCKS });
    for (const span of spans) this.#addBuckets(counts, filter, span);
    for (const edge of edges) {
      const { from, given } = viewsWhere(filter, edge);
      const sql = `SELECT ${BIN}, count(*) FROM ${from} AND minutes >= ? GROUP BY 1`;
      const rows = reader.rows(sql, ...given, reader.thresholds.qualifiedMinutes);
      for (const [bin, views] of rows) counts[bin] += views;
    }
    return counts;
  }

  #addBuckets(counts: Float64Array, filter: ViewFilter, { level, first, end }: BucketSpan): void {
    const { scope, id } = coveringCells(filter), ofFilter = `${keyOf(filter, NO_TIME)} ${level}`;
    const sql = `SELECT bucket, changed FROM cells
      WHERE scope = ? AND level = ? AND id = ? AND bucket >= ? AND bucket < ?`;
    const stale = new Map<number, number>();
    for (const [bucket, changed] of this.#context.reader.rows(sql, scope, level, id, first, end)) {
      const part = this.#parts.get(`${ofFilter} ${bucket}`);
      if (part?.changed === changed) addBins(counts, part.bins);
      else stale.set(bucket, changed);
    }
    if (stale.size === 0) return;
    const buckets = [...stale.keys()], last = buckets[buckets.length - 1];
    const read = this.#read(filter, { level, first: buckets[0], end: last + 1 });
    for (const [bucket, changed] of stale) {
      const bins = Uint32Array.from(read.get(bucket) ?? []);
      addBins(counts, bins);
      this.#keep(`${ofFilter} ${bucket}`, changed, bins);
    }
  }

  /** By bucket. Days lie in the rollups of all views and of shows; all else is made up of days, or counted. */
  #read(filter: ViewFilter, span: BucketSpan): Map<number, number[]> {
    const { reader } = this.#context, { level, first, end } = span, cells = cellsOf(filter);
    const ofDays = LEVEL_MS[level] / LEVEL_MS[DAYS];
    if (level >= DAYS && cells !== null && cells.scope <= SCOPE_SHOW && this.#hasMinutes) {
      const bucket = `(bucket + ${AHEAD * ofDays}) / ${ofDays} - ${AHEAD}`;
      const sql = `SELECT ${bucket}, bin, sum(views) FROM histograms WHERE scope = ?
        AND level = ${DAYS} AND id = ? AND bucket >= ? AND bucket < ? AND kind = ${KIND_DURATION}
        GROUP BY 1, 2`;
      return byBucket(reader.rows(sql, cells.scope, cells.id, first * ofDays, end * ofDays));
    }
    if (level === BLOCKS) return this.#uniteDays(filter, span);
    const widthMs = LEVEL_MS[level];
    const { from, given } = viewsWhere(filter, { fromMs: first * widthMs, toMs: end * widthMs });
    const sql = `SELECT (start_ms + ${AHEAD * widthMs}) / ${widthMs} - ${AHEAD}, ${BIN}, count(*)
      FROM ${from} AND minutes >= ? GROUP BY 1, 2`;
    return byBucket(reader.rows(sql, ...given, reader.thresholds.qualifiedMinutes));
  }

  #uniteDays(filter: ViewFilter, { level, first, end }: BucketSpan): Map<number, number[]> {
    const days = LEVEL_MS[level] / LEVEL_MS[DAYS], blocks = new Map<number, number[]>();
    for (let block = first; block < end; block++) {
      const counts = new Float64Array(DURATION_BINS);
      this.#addBuckets(counts, filter, {
        ...{ level: DAYS, first: block * days, end: (block + 1) * days },
      });
      blocks.set(block, [...counts].flatMap((views, bin) => views === 0 ? [] : [bin, views]));
    }
    return blocks;
  }

  #keep(key: string, changed: number, bins: Bins): void {
    if (this.#numbers > MAX_NUMBERS) {
      this.#parts.clear();
      this.#numbers = 0;
    }
    const replaced = this.#parts.get(key);
    this.#numbers += bins.length - (replaced?.bins.length ?? -PART_NUMBERS);
    this.#parts.set(key, { changed, bins });
  }
}

/** The bin of a view, as SQL. */
const BIN = "CAST(minutes AS INTEGER)";
/** Buckets that keep every number positive, as SQLite's division rounds towards 0. */
const AHEAD = 100_000_000;
/** What a part takes beside its bins, as numbers. */
const PART_NUMBERS = 64;
const NO_TIME = { fromMs: 0, toMs: 0 };

/** The cells that hold all views that fit; filters that are combined have none of their own. */
function coveringCells(filter: ViewFilter): { readonly scope: number; readonly id: number } {
  return (cellsOf(filter) ?? cellsOf(ALL_VIEWS))!;
}

/** Rows of bucket, bin and views. */
function byBucket(rows: readonly (readonly number[])[]): Map<number, number[]> {
  const buckets = new Map<number, number[]>();
  for (const [bucket, bin, views] of rows) {
    const bins = buckets.get(bucket);
    if (bins === undefined) buckets.set(bucket, [bin, views]);
    else bins.push(bin, views);
  }
  return buckets;
}

function addBins(counts: Float64Array, bins: Bins): void {
  for (let i = 0; i < bins.length; i += 2) counts[bins[i]] += bins[i + 1];
}
