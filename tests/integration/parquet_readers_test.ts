// What the ETL writes is what other programs read, new and older ones: the values, and a user's rows by a
// filter. They are found in bench/.venv (`deno task bench:env`), or where PLAYHEAD_PYTHON says.

import assert from "node:assert/strict";
import { join } from "node:path";
import { type Compression, encodeRowGroup } from "../../pipeline/io/parquet/encode_row_group.ts";
import { ParquetSink } from "../../pipeline/io/parquet/parquet_sink.ts";
import { expectedFile, hasReader, readByOthers, READERS } from "../parquet_readers.ts";
import { type ParquetRow, rowGroupOf } from "../parquet_rows.ts";

const USER = "user 00042";

/** Rows with every kind of column: `distinct` is how many values each has. */
function rowsOf(count: number, distinct: number, isSparse = false): ParquetRow[] {
  return Array.from({ length: count }, (_, i) => {
    const pick = Math.imul(i, 0x9e3779b1) >>> 0, value = pick % distinct;
    const orNull = <Value>(present: Value) => isSparse && pick % 7 < 3 ? null : present;
    return {
      user_id: `user ${String(Math.floor(i / 13)).padStart(5, "0")}`,
      show_name: `Séries ${value} ☂`,
      watch_duration_minutes: value / 10,
      watch_date: new Date(1_700_000_000_000 + 1000 * pick),
      completion_rate: orNull(value / 47.3),
      is_binge_session: i % 31 < 9,
      engagement_score: orNull(0.7 * value / 47.3 + 0.15),
      processed_at: new Date(1_790_000_000_123),
      episode: orNull(value % 5 === 0 ? "" : `Part ${value}`),
      device: orNull(["Phone", "", "Tablet"][value % 3]),
      country: isSparse ? null : "PT",
      sitting_start: new Date(1_700_000_000_000 - 86_400_000 * 365 * Math.floor(i / 3)),
    };
  });
}

function write(path: string, rowGroups: readonly ParquetRow[][], compression: Compression): void {
  const sink = ParquetSink.create(path);
  for (const rows of rowGroups) sink.append(encodeRowGroup(rowGroupOf(rows), { compression }));
  sink.finish({ run_id: "test" });
}

/** The same rows without any value that may be missing. */
function withoutOptional(rows: readonly ParquetRow[]): ParquetRow[] {
  const missing = { completion_rate: null, engagement_score: null, episode: null };
  return rows.map((row) => ({ ...row, ...missing, device: null, country: null }));
}

const several = [
  ...[rowsOf(3000, 90), rowsOf(1, 1), withoutOptional(rowsOf(70, 9)), rowsOf(5, 3)],
  rowsOf(2500, 2000, true),
];
const CASES: readonly [compression: Compression, rowGroups: ParquetRow[][]][] = [
  ["zstd", several],
  ["gzip", several],
  ["snappy", several],
  ["none", several],
  ["zstd", []],
  // Dictionaries of more entries than 16 bits can number, and columns that are all distinct.
  ["zstd", [rowsOf(140_000, 66_000)]],
  ["zstd", [rowsOf(20_000, 1e9)]],
  // Nulls in all of several pages.
  ["zstd", [rowsOf(40_000, 700, true)]],
];

const missing = new Set<string>();
for (const reader of READERS) if (!await hasReader(reader)) missing.add(reader.name);
// In CI a missing reader is a failure: its step runs, and says so.
const mayBeMissing = Deno.env.get("CI") !== "true";
if (missing.size > 0 && mayBeMissing) {
  console.warn(`SKIPPED: ${[...missing].join(", ")} read Parquet; run \`deno task bench:env\``);
}

Deno.test({
  name: "other programs read the same values as were written",
  ignore: mayBeMissing && missing.size === READERS.length,
  async fn(test) {
    const folder = await Deno.makeTempDir({ prefix: "playhead-readers-" });
    try {
      const paths = CASES.map(([compression, rowGroups], i) => {
        const path = join(folder, `${i}-${compression}.parquet`);
        write(path, rowGroups, compression);
        return path;
      });
      const expected = CASES.map(([, rowGroups]) => expectedFile(rowGroups.flat(), USER));
      for (const reader of READERS) {
        await test.step({
          name: reader.name,
          ignore: mayBeMissing && missing.has(reader.name),
          async fn() {
            assert.ok(!missing.has(reader.name), `${reader.name}: run deno task bench:env`);
            assert.deepEqual(await readByOthers(reader, paths, USER), expected);
          },
        });
      }
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
