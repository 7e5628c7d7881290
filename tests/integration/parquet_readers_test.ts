// What the ETL writes is what pyarrow, DuckDB and polars read: the values, and a user's rows by a filter.
// They are found in bench/.venv (`deno task bench:env`), or where PLAYHEAD_PYTHON says.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { VENV_PYTHON } from "../../bench/paths.ts";
import { type Compression, encodeRowGroup } from "../../pipeline/io/parquet/encode_row_group.ts";
import { OUTPUT_COLUMNS, type OutputColumn } from "../../pipeline/io/parquet/output_schema.ts";
import { ParquetSink } from "../../pipeline/io/parquet/parquet_sink.ts";
import { type ParquetRow, rowGroupOf } from "../parquet_rows.ts";

const PYTHON = Deno.env.get("PLAYHEAD_PYTHON") ?? VENV_PYTHON;
const READER = join(import.meta.dirname!, "read_parquet.py");
const USER = "user 00042";
const COLUMNS = Object.keys(OUTPUT_COLUMNS) as OutputColumn[];

interface Found {
  readonly columns: Readonly<Record<string, string>>;
  readonly rows_of_user: number;
}

const hasReaders = await run(PYTHON, ["-c", "import duckdb, polars, pyarrow"]) !== null;
// In CI a missing reader is a failure: the test runs, and says so.
const ignore = !hasReaders && Deno.env.get("CI") !== "true";
if (ignore) console.warn(`Parquet is not read by others: ${PYTHON} has no duckdb, polars, pyarrow`);

/** Standard output; null when the program is missing or fails, which it has then said itself. */
async function run(program: string, args: readonly string[]): Promise<string | null> {
  try {
    const command = new Deno.Command(program, { args: [...args], stderr: "inherit" });
    const { success, stdout } = await command.output();
    return success ? new TextDecoder().decode(stdout) : null;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

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
      episode: orNull(`Part ${value}`),
      device: orNull(["Phone", "TV", "Tablet"][value % 3]),
      country: isSparse ? null : "PT",
      sitting_start: new Date(1_700_000_000_000 - 86_400_000 * 365 * Math.floor(i / 3)),
    };
  });
}

/** A SHA-256 of every column's values; read_parquet.py says of what. */
function digests(rows: readonly ParquetRow[]): Record<string, string> {
  return Object.fromEntries(COLUMNS.map((name) => {
    const values = rows.map((row) => row[name]);
    const present = values.filter((value) => value !== null);
    const sha = createHash("sha256");
    sha.update(Uint8Array.from(values, (value) => value === null ? 0 : 1));
    if (typeof present[0] === "string") sha.update(present.join("\0"));
    else sha.update(new Uint8Array(Float64Array.from(present, Number).buffer));
    return [name, sha.digest("hex")];
  }));
}

function write(path: string, rowGroups: readonly ParquetRow[][], compression: Compression): void {
  const sink = ParquetSink.create(path);
  for (const rows of rowGroups) sink.append(encodeRowGroup(rowGroupOf(rows), { compression }));
  sink.finish({ run_id: "test" });
}

Deno.test({
  name: "pyarrow, DuckDB and polars read the same values as were written",
  ignore,
  async fn() {
    assert.ok(
      hasReaders,
      `${PYTHON} must have duckdb, polars and pyarrow: run deno task bench:env`,
    );
    const several = [rowsOf(3000, 90), rowsOf(1, 1), rowsOf(5, 3), rowsOf(2500, 2000, true)];
    const cases: [compression: Compression, rowGroups: ParquetRow[][]][] = [
      ["zstd", several],
      ["gzip", several],
      ["snappy", several],
      ["none", several],
      ["zstd", []],
      // Dictionaries of more entries than 16 bits can number, and columns that are all distinct.
      ["zstd", [rowsOf(140_000, 66_000)]],
      ["zstd", [rowsOf(20_000, 1e9)]],
    ];
    const folder = await Deno.makeTempDir({ prefix: "playhead-readers-" });
    try {
      const paths = cases.map(([compression, rowGroups], i) => {
        const path = join(folder, `${i}-${compression}.parquet`);
        write(path, rowGroups, compression);
        return path;
      });
      const output = await run(PYTHON, [READER, USER, ...paths]);
      assert.ok(output !== null, "a reader failed: its error is above");
      const found: Record<string, Found[]> = JSON.parse(output);
      assert.deepEqual(Object.keys(found), ["pyarrow", "duckdb", "polars"]);
      const expected = cases.map(([, rowGroups]) => {
        const rows = rowGroups.flat();
        return {
          columns: digests(rows),
          rows_of_user: rows.filter(({ user_id }) => user_id === USER).length,
        };
      });
      for (const [reader, files] of Object.entries(found)) {
        assert.deepEqual(files, expected, `${reader} reads what was written`);
      }
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
