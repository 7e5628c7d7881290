// Law: what the Parquet encoder writes, an independent reader reads back, value for value.

import assert from "node:assert/strict";
import fc from "fast-check";
import { join } from "node:path";
import { type Compression, encodeRowGroup } from "../../pipeline/io/parquet/encode_row_group.ts";
import { PAGE_ROWS } from "../../pipeline/io/parquet/pages.ts";
import { ParquetSink } from "../../pipeline/io/parquet/parquet_sink.ts";
import { compareUtf8 } from "../oracle/compare_utf8.ts";
import { type ParquetRow, readParquetRows, rowGroupOf } from "../parquet_rows.ts";

/** Values to choose from: few make runs and dictionaries, many make a column all distinct. */
const pool = <Value>(value: fc.Arbitrary<Value>) =>
  fc.oneof(
    fc.array(value, { minLength: 1, maxLength: 3 }),
    fc.array(value, { minLength: 40, maxLength: 300 }),
  );
const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 });
const number = fc.double({ noNaN: true }).map((value) => value === 0 ? 0 : value);
const instant = fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 });
const optional = <Value>(value: fc.Arbitrary<Value>) =>
  fc.oneof(pool(value), pool(fc.option(value)), fc.constant([null]));

const table = fc.record({
  users: pool(text),
  shows: pool(text),
  minutes: pool(number),
  starts: pool(instant),
  rates: optional(number),
  binges: pool(fc.boolean()),
  scores: optional(number),
  processed: instant,
  episodes: optional(fc.oneof(text, fc.constant(""))),
  devices: optional(text),
  countries: optional(text),
  sittings: pool(instant),
  rows: fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 1, max: 20 }) },
    { weight: 6, arbitrary: fc.integer({ min: 100, max: 1500 }) },
    // More than a page.
    { weight: 1, arbitrary: fc.integer({ min: PAGE_ROWS - 9, max: PAGE_ROWS + 900 }) },
  ),
  /** Each row is equal to the one before in about this many of 8 cases, so that there are runs. */
  repeats: fc.integer({ min: 0, max: 7 }),
  seed: fc.integer(),
});

type Pools = typeof table extends fc.Arbitrary<infer Drawn> ? Drawn : never;

/** Rows drawn from the pools, in order of their users. */
function rowsOf(pools: Pools): ParquetRow[] {
  let state = pools.seed >>> 0;
  const draw = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor(state / 2 ** 32 * below);
  };
  const from = <Value>(values: readonly Value[]) => values[draw(values.length)];
  const rows: ParquetRow[] = [];
  while (rows.length < pools.rows) {
    const last = rows.at(-1);
    if (last !== undefined && draw(8) < pools.repeats) rows.push(last);
    else {
      rows.push({
        user_id: from(pools.users),
        show_name: from(pools.shows),
        watch_duration_minutes: from(pools.minutes),
        watch_date: new Date(from(pools.starts)),
        completion_rate: from(pools.rates),
        is_binge_session: from(pools.binges),
        engagement_score: from(pools.scores),
        processed_at: new Date(pools.processed),
        episode: from(pools.episodes),
        device: from(pools.devices),
        country: from(pools.countries),
        sitting_start: new Date(from(pools.sittings)),
      });
    }
  }
  return rows.sort((a, b) => compareUtf8(a.user_id, b.user_id));
}

Deno.test("a Parquet file is read back as it was encoded, whatever the rows", async () => {
  const folder = await Deno.makeTempDir({ prefix: "playhead-parquet-" });
  const path = join(folder, "law.parquet");
  const compression = fc.constantFrom<Compression>("zstd", "gzip", "snappy", "none");
  try {
    await fc.assert(
      fc.asyncProperty(
        fc.array(table, { minLength: 1, maxLength: 3 }),
        compression,
        async (tables, compression) => {
          const rowGroups = tables.map(rowsOf);
          const sink = ParquetSink.create(path);
          for (const rows of rowGroups) {
            sink.append(encodeRowGroup(rowGroupOf(rows), { compression }));
          }
          const { rows, bytes } = sink.finish({});
          const expected = rowGroups.flat();
          assert.equal(rows, expected.length);
          assert.equal(bytes, Deno.statSync(path).size);
          assert.deepEqual(await readParquetRows(path), expected);
        },
      ),
      { numRuns: 60 },
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
