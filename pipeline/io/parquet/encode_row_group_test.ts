// Tests row groups at the limits: one row, large dictionaries, columns all distinct or all null, huge texts.

import assert from "node:assert/strict";
import { type ParquetRow, readParquetRows, rowGroupOf } from "../../../tests/parquet_rows.ts";
import { type EncodedRowGroup, encodeRowGroup } from "./encode_row_group.ts";
import { type OutputColumn, USUAL_COLUMNS } from "./output_schema.ts";
import { ParquetSink } from "./parquet_sink.ts";

function row(i: number, changes: Partial<ParquetRow> = {}): ParquetRow {
  return {
    user_id: `u${String(i).padStart(7, "0")}`,
    show_name: "Dark",
    watch_duration_minutes: 41.5,
    watch_date: new Date(1_700_000_000_000 + 1000 * i),
    completion_rate: 0.5,
    is_binge_session: false,
    engagement_score: 0.35,
    processed_at: new Date(1_790_000_000_000),
    episode: null,
    device: null,
    country: null,
    sitting_start: new Date(1_700_000_000_000),
    ...changes,
  };
}

const encode = (rows: readonly ParquetRow[]) =>
  encodeRowGroup(rowGroupOf(rows), { compression: "zstd" });

async function readBack(
  rowGroup: EncodedRowGroup,
  columns?: (keyof ParquetRow)[],
): Promise<ParquetRow[]> {
  const path = await Deno.makeTempFile({ prefix: "playhead-row-group-" });
  try {
    const sink = ParquetSink.create(path);
    sink.append(rowGroup);
    sink.finish({});
    return await readParquetRows(path, columns);
  } finally {
    await Deno.remove(path);
  }
}

function encodingsOf({ columns }: EncodedRowGroup, column: OutputColumn): string[] {
  return columns.find(({ path_in_schema: [name] }) => name === column)!.encodings;
}

Deno.test("encodeRowGroup() encodes a single row, also without any optional value", async () => {
  const one = [row(1, { completion_rate: null, engagement_score: null })];
  assert.deepEqual(await readBack(encode(one)), one);
});

Deno.test("encodeRowGroup() makes dictionaries of more than 65,535 entries", async () => {
  const rows = Array.from({ length: 132_000 }, (_, i) => {
    return row(i >> 1, {
      completion_rate: (i % 66_000) / 47.3,
      episode: `Episode number ${i % 66_000}`,
    });
  });
  const rowGroup = encode(rows);
  const columns = ["user_id", "completion_rate", "episode"] as const;
  for (const column of columns) {
    assert.ok(encodingsOf(rowGroup, column).includes("RLE_DICTIONARY"), column);
  }
  const read = await readBack(rowGroup, [...columns]);
  assert.ok(rows.every((row, i) => columns.every((column) => row[column] === read[i][column])));
});

Deno.test("encodeRowGroup() uses no dictionary where numbers and instants are all distinct", () => {
  const rows = Array.from({ length: 1000 }, (_, i) => row(i, { watch_duration_minutes: i / 7 }));
  const rowGroup = encode(rows);
  assert.deepEqual(encodingsOf(rowGroup, "watch_duration_minutes"), ["PLAIN"]);
  assert.deepEqual(encodingsOf(rowGroup, "watch_date"), ["PLAIN"]);
});

Deno.test("encodeRowGroup() gives texts a dictionary in every row group: fastparquet loses mixed ones", () => {
  const groups = [
    [row(1, { episode: "Pilot" })],
    [row(1)],
    Array.from({ length: 9 }, (_, i) => row(i, { episode: `Part ${i}` })),
    Array.from({ length: 9 }, () => row(1, { episode: "Pilot" })),
  ];
  for (const column of ["user_id", "show_name", "episode"] as const) {
    for (const rows of groups) {
      assert.ok(encodingsOf(encode(rows), column).includes("RLE_DICTIONARY"), column);
    }
  }
});

Deno.test("encodeRowGroup() uses no encoding but those of writers of version 1", () => {
  const tables = [1, 3, 1e9].map((distinct) =>
    Array.from({ length: 900 }, (_, i) =>
      row(i, {
        watch_duration_minutes: (i % distinct) / 7 + 1,
        watch_date: new Date(1_700_000_000_000 + 1000 * (i % distinct)),
        sitting_start: new Date(1_700_000_000_000 + 1000 * (i % Math.min(distinct, 400))),
        completion_rate: i % 2 === 0 ? null : (i % distinct) / 1000,
        episode: i % 3 === 0 ? null : `Part ${i % distinct}`,
        is_binge_session: i % 4 === 0,
      }))
  );
  for (const compression of ["zstd", "gzip", "snappy", "none"] as const) {
    for (const rows of tables) {
      for (const column of encodeRowGroup(rowGroupOf(rows), { compression }).columns) {
        for (const encoding of column.encodings) {
          assert.ok(
            ["PLAIN", "RLE", "RLE_DICTIONARY"].includes(encoding),
            `${compression}: ${column.path_in_schema} is ${encoding}`,
          );
        }
      }
    }
  }
});

Deno.test("encodeRowGroup() without compression gives instants that repeat a dictionary", () => {
  const rows = Array.from({ length: 900 }, (_, i) =>
    row(i, {
      sitting_start: new Date(1_700_000_000_000 + 1000 * Math.floor(i / 3)),
    }));
  const encoded = encodeRowGroup(rowGroupOf(rows), { compression: "none" });
  assert.deepEqual(encodingsOf(encoded, "sitting_start"), ["RLE_DICTIONARY", "PLAIN"]);
  assert.deepEqual(encodingsOf(encode(rows), "sitting_start"), ["PLAIN"]);
});

Deno.test("encodeRowGroup() splits huge texts over pages that a reader can hold", async () => {
  const rows = Array.from({ length: 40 }, (_, i) => row(i, { device: `${i}`.repeat(1 << 19) }));
  const rowGroup = encode(rows);
  const device = rowGroup.columns.find(({ path_in_schema: [name] }) => name === "device")!;
  assert.deepEqual(device.encoding_stats, [{
    page_type: "DATA_PAGE",
    encoding: "PLAIN",
    count: 3,
  }]);
  const read = await readBack(rowGroup);
  assert.ok(rows.every(({ device }, i) => read[i].device === device));
});

Deno.test("encodeRowGroup() needs next to no bytes for columns of nulls or of one value", () => {
  const rows = Array.from({ length: 5000 }, (_, i) => row(i, { completion_rate: null }));
  const { columns } = encodeRowGroup(rowGroupOf(rows), { compression: "none" });
  for (const { path_in_schema: [name], total_compressed_size } of columns) {
    if (["completion_rate", "processed_at", "episode", "show_name"].includes(name)) {
      assert.ok(total_compressed_size < 80n, `${name} takes ${total_compressed_size} bytes`);
    }
  }
});

Deno.test("encodeRowGroup() takes a column whose table has texts that none of its rows has for nulls", () => {
  const input = rowGroupOf([row(1, { episode: "Pilot" }), row(2)]);
  const none = { ...input, episodeCodes: new Uint32Array(2) };
  const [empty, without] = [none, rowGroupOf([row(1), row(2)])].map((given) =>
    encodeRowGroup(given, { compression: "none" })
  );
  assert.deepEqual(empty.bytes, without.bytes);
});

Deno.test("encodeRowGroup() gives bytes of their own and the columns in order", () => {
  const first = encode([row(1), row(2)]);
  const copy = first.bytes.slice();
  encode([row(7), row(8), row(9)]);
  assert.deepEqual(first.bytes, copy);
  assert.equal(first.bytes.buffer.byteLength, first.bytes.length);
  assert.deepEqual(first.columns.map(({ path_in_schema: [name] }) => name), USUAL_COLUMNS);
  assert.deepEqual(structuredClone(first), first);
});

Deno.test("encodeRowGroup() refuses a row group without rows", () => {
  const empty = { ...rowGroupOf([row(1)]), rows: 0 };
  assert.throws(() => encodeRowGroup(empty, { compression: "zstd" }), {
    message: "Cannot encode a row group as it must have rows: current value is 0",
  });
});
