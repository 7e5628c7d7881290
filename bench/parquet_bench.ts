// Measures the Parquet encoder on one row group: whole, and its hot loops. `deno bench --allow-env bench/parquet_bench.ts`

import { constants, zstdCompressSync } from "node:zlib";
import { ByteWriter, type ColumnSource, ParquetWriter } from "hyparquet-writer";
import { ByteBuffer } from "../pipeline/io/parquet/byte_buffer.ts";
import { ColumnChunks } from "../pipeline/io/parquet/column_chunks.ts";
import { type Compression, encodeRowGroup } from "../pipeline/io/parquet/encode_row_group.ts";
import { encodeDoubles } from "../pipeline/io/parquet/encode_doubles.ts";
import { encodeInstants } from "../pipeline/io/parquet/encode_instants.ts";
import { encodeTexts } from "../pipeline/io/parquet/encode_texts.ts";
import { NumberDictionary } from "../pipeline/io/parquet/number_dictionary.ts";
import { outputSchema, USUAL_COLUMNS } from "../pipeline/io/parquet/output_schema.ts";
import { encodeRleBitpack } from "../pipeline/io/parquet/rle_bitpack.ts";
import { syntheticRowGroup } from "./synthetic_row_group.ts";

const ROWS = 131_072;
const input = syntheticRowGroup(ROWS);

for (const compression of ["zstd", "gzip", "snappy", "none"] as const satisfies Compression[]) {
  Deno.bench({
    name: `encodeRowGroup(), ${compression}`,
    group: `all columns, ${ROWS} rows`,
    baseline: compression === "zstd",
    fn: () => void encodeRowGroup(input, { compression }),
  });
}

const textOf = ({ bytes, offsets }: typeof input.users, code: number) =>
  new TextDecoder().decode(bytes.subarray(offsets[code], offsets[code + 1]));
const instants = (valuesMs: Float64Array) => Array.from(valuesMs, (ms) => new Date(ms));
const columnData: ColumnSource[] = [
  { name: "user_id", data: Array.from(input.userCodes, (code) => textOf(input.users, code)) },
  { name: "show_name", data: Array.from(input.showCodes, (code) => textOf(input.shows, code)) },
  { name: "watch_duration_minutes", data: input.watchMinutes },
  { name: "watch_date", data: instants(input.startMs) },
  { name: "completion_rate", data: input.completionRates },
  { name: "is_binge_session", data: Array.from(input.isBinge, (value) => value === 1) },
  { name: "engagement_score", data: input.engagementScores },
  { name: "processed_at", data: Array(ROWS).fill(new Date(input.processedAtMs)) },
  ...["episode", "device", "country"].map((name) => ({ name, data: Array(ROWS).fill(null) })),
  { name: "sitting_start", data: instants(input.sittingStartMs) },
];
Deno.bench({
  name: "hyparquet-writer's own encoder, zstd",
  group: `all columns, ${ROWS} rows`,
  fn() {
    const params = { [constants.ZSTD_c_compressionLevel]: 1 };
    const writer = new ParquetWriter({
      writer: new ByteWriter(),
      schema: outputSchema(USUAL_COLUMNS),
      codec: "ZSTD",
      compressors: { ZSTD: (bytes) => zstdCompressSync(bytes, { params }) },
    });
    writer.write({ columnData, rowGroupSize: ROWS });
  },
});

const columns: Record<string, (chunks: ColumnChunks) => void> = {
  user_id: (to) => encodeTexts(to, "user_id", { codes: input.userCodes, table: input.users }),
  show_name: (to) => encodeTexts(to, "show_name", { codes: input.showCodes, table: input.shows }),
  watch_duration_minutes: (to) => encodeDoubles(to, "watch_duration_minutes", input.watchMinutes),
  watch_date: (to) => encodeInstants(to, "watch_date", input.startMs),
  completion_rate: (to) => encodeDoubles(to, "completion_rate", input.completionRates),
  engagement_score: (to) => encodeDoubles(to, "engagement_score", input.engagementScores),
  sitting_start: (to) => encodeInstants(to, "sitting_start", input.sittingStartMs),
};
for (const [name, encode] of Object.entries(columns)) {
  Deno.bench({ name, group: "one column, zstd", fn: () => encode(new ColumnChunks(ROWS, "zstd")) });
}

const codes = new Uint32Array(ROWS), out = new ByteBuffer(), dictionary = new NumberDictionary();
Deno.bench("NumberDictionary.encode(), engagement scores", { group: "hot loops" }, () => {
  dictionary.encode(input.engagementScores, ROWS, { codes, maxSize: ROWS, isNullable: true });
});
for (const bitWidth of [9, 11, 16]) {
  const packed = codes.map((_, i) => Math.imul(i, 0x9e3779b1) >>> (32 - bitWidth));
  Deno.bench(`encodeRleBitpack(), ${bitWidth} bits`, { group: "hot loops" }, () => {
    out.clear();
    encodeRleBitpack(out, packed, { count: ROWS, bitWidth });
  });
}
