// Tests the file around the row groups: footer, statistics, and what happens when it cannot be written.

import assert from "node:assert/strict";
import { asyncBufferFromFile } from "./async_buffer_from_file.ts";
import {
  type ColumnMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
  parquetScan,
} from "hyparquet";
import { type ParquetRow, rowGroupOf } from "../../../tests/parquet_rows.ts";
import { encodeRowGroup } from "./encode_row_group.ts";
import { USUAL_COLUMNS } from "./output_schema.ts";
import { PAGE_ROWS } from "./pages.ts";
import { parquetDecompressors } from "./parquet_decompressors.ts";
import { ParquetSink } from "./parquet_sink.ts";

/** The contract's: an id stays with its column for ever. */
const FIELD_IDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

function rowsOf(users: readonly string[]): ParquetRow[] {
  return users.map((user_id, i) => ({
    user_id,
    show_name: i % 2 === 0 ? "Lupin" : "Ébano",
    watch_duration_minutes: 10 + i,
    watch_date: new Date(1_700_000_000_000 + i),
    completion_rate: i === 0 ? null : i / 10,
    is_binge_session: i > 0,
    engagement_score: null,
    processed_at: new Date(1_790_000_000_000),
    episode: null,
    device: i === 1 ? null : "TV",
    country: null,
    sitting_start: new Date(1_700_000_000_000),
  }));
}

const encode = (users: readonly string[]) =>
  encodeRowGroup(rowGroupOf(rowsOf(users)), { compression: "zstd" });

async function withFile(test: (path: string) => Promise<void>): Promise<void> {
  const path = await Deno.makeTempFile({ prefix: "playhead-sink-" });
  try {
    await test(path);
  } finally {
    await Deno.remove(path);
  }
}

async function withReader<Result>(
  path: string,
  read: (file: ReturnType<typeof asyncBufferFromFile>) => Promise<Result>,
): Promise<Result> {
  const file = asyncBufferFromFile(path);
  try {
    return await read(file);
  } finally {
    file.close();
  }
}

const metadataOf = (path: string) => withReader(path, (file) => parquetMetadataAsync(file));

Deno.test("ParquetSink writes a valid file without rows", async () => {
  await withFile(async (path) => {
    const { rows, bytes } = ParquetSink.create(path).finish({ run_id: "r1" });
    const { num_rows, schema, key_value_metadata, created_by } = await metadataOf(path);
    assert.match(created_by!, /^playhead version \d+\.\d+\.\d+$/);
    assert.deepEqual([rows, bytes, num_rows], [0, Deno.statSync(path).size, 0n]);
    assert.deepEqual(schema.slice(1).map(({ name }) => name), USUAL_COLUMNS);
    assert.deepEqual(schema.slice(1).map(({ field_id }) => field_id), FIELD_IDS);
    assert.deepEqual(key_value_metadata, [{ key: "run_id", value: "r1" }]);
  });
});

Deno.test("ParquetSink notes bounds and nulls of each column, long texts cut to valid bounds", async () => {
  await withFile(async (path) => {
    const long = "é".repeat(100);
    const sink = ParquetSink.create(path);
    sink.append(encode(["ana", "bo", long]));
    sink.finish({});
    const { row_groups: [{ columns }] } = await metadataOf(path);
    const statistics = (name: string) =>
      columns.map(({ meta_data }) => meta_data as ColumnMetaData)
        .find(({ path_in_schema }) => path_in_schema[0] === name)!.statistics!;
    const { min_value, max_value, is_min_value_exact, is_max_value_exact } = statistics("user_id");
    assert.equal(min_value, "ana");
    assert.ok(typeof max_value === "string" && max_value > long && max_value.length < 40);
    assert.deepEqual([is_min_value_exact, is_max_value_exact], [true, false]);
    for (const name of ["show_name", "watch_date", "completion_rate", "is_binge_session"]) {
      const { is_min_value_exact, is_max_value_exact } = statistics(name);
      assert.deepEqual([is_min_value_exact, is_max_value_exact], [true, true], name);
    }
    const bounds = (name: string) => {
      const { min_value, max_value, null_count } = statistics(name);
      return [min_value, max_value, null_count];
    };
    assert.deepEqual(bounds("show_name"), ["Lupin", "Ébano", 0n]);
    assert.deepEqual(bounds("watch_duration_minutes"), [10, 12, 0n]);
    assert.deepEqual(bounds("watch_date"), [
      new Date(1_700_000_000_000),
      new Date(1_700_000_000_002),
      0n,
    ]);
    assert.deepEqual(bounds("completion_rate"), [0.1, 0.2, 1n]);
    assert.deepEqual(bounds("is_binge_session"), [false, true, 0n]);
    assert.deepEqual(bounds("engagement_score"), [undefined, undefined, 3n]);
    assert.deepEqual(bounds("device"), ["TV", "TV", 1n]);
    assert.deepEqual(bounds("country"), [undefined, undefined, 3n]);
  });
});

Deno.test("ParquetSink lets a reader find a user without reading other users' row groups", async () => {
  await withFile(async (path) => {
    const sink = ParquetSink.create(path);
    for (const user of ["a", "b", "c"]) sink.append(encode(Array(500).fill(user)));
    sink.finish({});
    const { row_groups: [{ columns }] } = await metadataOf(path);
    const groupEnd = Number(columns.at(-1)!.file_offset);
    await withReader(path, async (file) => {
      let readInFirst = 0;
      const counted = {
        byteLength: file.byteLength,
        slice(start: number, end?: number) {
          if (start < groupEnd) readInFirst++;
          return file.slice(start, end);
        },
      };
      const rows = await parquetReadObjects({
        file: counted,
        metadata: await parquetMetadataAsync(file),
        filter: { user_id: { $eq: "b" } },
        columns: ["user_id", "watch_date"],
        compressors: parquetDecompressors,
      });
      assert.equal(rows.length, 500);
      assert.equal(readInFirst, 0);
    });
  });
});

Deno.test("ParquetSink lets a reader find a user without reading most pages of the row group", async () => {
  await withFile(async (path) => {
    const sink = ParquetSink.create(path);
    const users = Array.from({ length: 5 * PAGE_ROWS }, (_, i) => `u${1000 + Math.floor(i / 100)}`);
    sink.append(encode(["a", "b"]));
    sink.append(encode(users));
    sink.finish({});
    await withReader(path, async (file) => {
      let readBytes = 0;
      const counted = {
        byteLength: file.byteLength,
        slice(start: number, end = file.byteLength) {
          readBytes += end - start;
          return file.slice(start, end);
        },
      };
      const metadata = await parquetMetadataAsync(file);
      const scan = await parquetScan({
        file: counted,
        metadata,
        pruningFilter: { user_id: { $eq: "u1300" } },
        usePageIndex: true,
        compressors: parquetDecompressors,
      });
      assert.deepEqual(scan.ranges, [{ rowStart: 2 + PAGE_ROWS, rowEnd: 2 + 2 * PAGE_ROWS }]);
      const [range] = scan.ranges;
      for (const column of USUAL_COLUMNS) {
        const values = await scan.readColumn({ column, ...range });
        assert.equal(values.length, PAGE_ROWS);
        if (column === "user_id") assert.equal(values.indexOf("u1300"), 30_000 - PAGE_ROWS);
      }
      assert.ok(readBytes < file.byteLength / 2, `${readBytes} of ${file.byteLength} bytes`);
    });
  });
});

/** Runs `action` with files that take at most 1,000 bytes at once and fail at the n-th write. */
function withFailingWrite(nth: number, action: () => void): void {
  const { writeSync } = Deno.FsFile.prototype;
  let writes = 0;
  Deno.FsFile.prototype.writeSync = function (bytes) {
    if (++writes === nth) throw new Error("No space left on device (os error 28)");
    return writeSync.call(this, bytes.subarray(0, 1000));
  };
  try {
    action();
  } finally {
    Deno.FsFile.prototype.writeSync = writeSync;
  }
}

Deno.test("ParquetSink says at whichever write the disk is full, with the system's error as the cause", async () => {
  await withFile(async (path) => {
    const rowGroup = encode(["a", "b"]);
    const write = () => {
      const sink = ParquetSink.create(path);
      try {
        sink.append(rowGroup);
        sink.finish({});
      } finally {
        sink.abort();
      }
    };
    for (let nth = 1;; nth++) {
      try {
        withFailingWrite(nth, write);
        assert.ok(nth > 4, "there were writes to fail");
        break;
      } catch (error) {
        assert.ok(error instanceof Error && error.cause instanceof Error);
        assert.equal(error.message, `Cannot write ${path}: No space left on device (os error 28)`);
      }
    }
    assert.equal((await metadataOf(path)).num_rows, 2n);
  });
});

Deno.test("ParquetSink says which file it cannot make", () => {
  assert.throws(() => ParquetSink.create("/nowhere/at/all.parquet"), {
    message: /^Cannot write \/nowhere\/at\/all\.parquet: /,
  });
});

Deno.test("ParquetSink can be aborted at any time", async () => {
  await withFile((path) => {
    const sink = ParquetSink.create(path);
    sink.append(encode(["a"]));
    sink.abort();
    sink.abort();
    assert.throws(() => sink.append(encode(["b"])), /^Error: Cannot write /);
    return Promise.resolve();
  });
});
