// Sums by the hour of the week, UTC: those of whole blocks of days are kept until a view of theirs changes.

import { HOUR_MS, WEEK_HOURS } from "../../../domain/time.ts";
import { LEVEL_MS } from "../write/schema.ts";
import type { BucketSpan } from "./decompose_range.ts";
import type { StoreReader } from "./store_reader.ts";
import { SUM_COLUMNS, SUM_WIDTH } from "./view_sums.ts";

const BLOCK = 3;
/** Whole weeks that keep every hour's number positive, as SQLite's division rounds towards 0. */
const AHEAD_MS = 1_000_000 * WEEK_HOURS * HOUR_MS;
/** Kept at once: 28 MB. */
const MAX_BLOCKS = 2_000;

/** The sums of 168 hours, one after the other. */
export type HourSums = Float64Array;

interface Block {
  readonly changed: number;
  readonly sums: HourSums;
}

/** Which cells are read, and the clock's distance from UTC, in whole quarter hours. */
export interface HourCells {
  readonly scope: number;
  readonly id: number;
  readonly offsetMs: number;
}

/** Kept for one connection. */
export class HourSumsKeeper {
  readonly #blocks = new Map<string, Block>();

  /** Adds the buckets of a span by the clock's hour of the week. */
  add(reader: StoreReader, span: BucketSpan, cells: HourCells, into: HourSums): void {
    if (span.level < BLOCK) return addHours(reader, span, cells, into);
    const { scope, id, offsetMs } = cells;
    const sql = `SELECT bucket, changed FROM cells
      WHERE scope = ? AND level = ${BLOCK} AND id = ? AND bucket >= ? AND bucket < ?`;
    for (const [bucket, changed] of reader.rows(sql, scope, id, span.first, span.end)) {
      const key = `${scope} ${id} ${offsetMs} ${bucket}`;
      let block = this.#blocks.get(key);
      if (block?.changed !== changed) {
        block = { changed, sums: new Float64Array(WEEK_HOURS * SUM_WIDTH) };
        const level = offsetMs % HOUR_MS === 0 ? 1 : 0, factor = LEVEL_MS[BLOCK] / LEVEL_MS[level];
        const buckets = { level, first: bucket * factor, end: (bucket + 1) * factor };
        addHours(reader, buckets, cells, block.sums);
        if (this.#blocks.size >= MAX_BLOCKS) this.#blocks.clear();
        this.#blocks.set(key, block);
      }
      for (let i = 0; i < into.length; i++) into[i] += block.sums[i];
    }
  }
}

function addHours(
  reader: StoreReader,
  { level, first, end }: BucketSpan,
  { scope, id, offsetMs }: HourCells,
  into: HourSums,
): void {
  const aheadMs = AHEAD_MS + offsetMs + 72 * HOUR_MS;
  // Given as text it would be no number, and as a double the division would not be whole.
  const hour = `(bucket * ${LEVEL_MS[level]} + CAST(? AS INTEGER)) / ${HOUR_MS} % ${WEEK_HOURS}`;
  const rows = reader.rows(
    `SELECT ${hour} AS hour, ${SUM_COLUMNS} FROM cells
      WHERE scope = ? AND level = ? AND id = ? AND bucket >= ? AND bucket < ? GROUP BY hour`,
    ...[aheadMs, scope, level, id, first, end],
  );
  for (const row of rows) {
    const at = row[0] * SUM_WIDTH;
    for (let column = 0; column < SUM_WIDTH; column++) into[at + column] += row[column + 1];
  }
}
