// Encodes a column of doubles.

import { workArray } from "../../transform/columns/column_kernel.ts";
import { recode } from "../../transform/columns/recode.ts";
import type { CodedNumbers } from "../../transform/coded_numbers.ts";
import { ByteBuffer } from "./byte_buffer.ts";
import { chooseBitWidth } from "./choose_bit_width.ts";
import type { ChunkStatistics, ColumnChunks } from "./column_chunks.ts";
import { isEntropyCoded } from "./compress_page.ts";
import { NumberDictionary } from "./number_dictionary.ts";
import { OUTPUT_COLUMNS, type OutputColumn } from "./output_schema.ts";
import { appendPageLevels, type ChunkRows, pagesOf, type Presence } from "./pages.ts";
import { rankByCount } from "./rank_by_count.ts";
import { encodeRleBitpack } from "./rle_bitpack.ts";

/** With fewer repetitions than one for each distinct value a dictionary does not pay. */
const MAX_DISTINCT_SHARE = 0.5;

const content = new ByteBuffer();
const dictionary = new NumberDictionary();
let codes: Uint32Array = new Uint32Array(0);

/** Encodes a column chunk; in an optional column NaN is null. */
export function encodeDoubles(
  chunks: ColumnChunks,
  column: OutputColumn,
  values: Float64Array | CodedNumbers,
): void {
  const { rows } = chunks;
  const isNullable = OUTPUT_COLUMNS[column].repetition_type === "OPTIONAL";
  const isPresent = isNullable ? presenceOf(values) : null;
  if (codes.length < rows) codes = workArray(Uint32Array, rows);
  const task = { codes, maxSize: Math.floor(rows * MAX_DISTINCT_SHARE), isNullable };
  const count = values instanceof Float64Array
    ? dictionary.encode(values, rows, task)
    : dictionary.encodeCoded(values, rows, task);
  if (count > 0) {
    encodeWithDictionary(chunks, { rows, count, isPresent });
    const distinct = dictionary.values.subarray(0, dictionary.size);
    return chunks.end(column, describe(distinct, rows - count));
  }
  const all = values instanceof Float64Array ? values.subarray(0, rows) : decode(values, rows);
  const present = isNullable ? all.filter((value) => value === value) : all;
  encodeDirectly(chunks, present, isPresent);
  chunks.end(column, describe(present, rows - present.length));
}

function decode({ codes, values }: CodedNumbers, rows: number): Float64Array {
  const decoded = new Float64Array(rows);
  for (let row = 0; row < rows; row++) decoded[row] = values[codes[row]];
  return decoded;
}

function presenceOf(values: Float64Array | CodedNumbers): (row: number) => boolean {
  return values instanceof Float64Array
    ? (row) => values[row] === values[row]
    : (row) => !Number.isNaN(values.values[values.codes[row]]);
}

function encodeWithDictionary(chunks: ColumnChunks, chunkRows: ChunkRows): void {
  const { size, values, counts } = dictionary;
  const { order, ranks } = rankByCount(counts, size);
  const ranked = new Float64Array(size), rankedCounts = new Uint32Array(size);
  for (let rank = 0; rank < size; rank++) {
    ranked[rank] = values[order[rank]];
    rankedCounts[rank] = counts[order[rank]];
  }
  recode(codes, chunkRows.count, ranks);
  chunks.dictionary({ bytes: new Uint8Array(ranked.buffer), count: size, texture: "patterned" });
  const bitWidth = chooseBitWidth(rankedCounts, isEntropyCoded(chunks.compression));
  for (const page of pagesOf(chunkRows)) {
    const pageCodes = codes.subarray(page.firstValue, page.endValue);
    content.clear();
    appendPageLevels(content, chunkRows.isPresent, page);
    content.byte(bitWidth);
    encodeRleBitpack(content, pageCodes, { count: pageCodes.length, bitWidth });
    const rows = page.to - page.from;
    chunks.data({ bytes: content.view(), count: rows, texture: "dense" }, "RLE_DICTIONARY");
  }
}

function encodeDirectly(chunks: ColumnChunks, present: Float64Array, isPresent: Presence): void {
  const bytes = new Uint8Array(present.buffer, present.byteOffset, present.byteLength);
  for (const page of pagesOf({ rows: chunks.rows, count: present.length, isPresent })) {
    content.clear();
    appendPageLevels(content, isPresent, page);
    content.append(bytes.subarray(8 * page.firstValue, 8 * page.endValue));
    const rows = page.to - page.from;
    chunks.data({ bytes: content.view(), count: rows, texture: "patterned" }, "PLAIN");
  }
}

function describe(values: Float64Array, nulls: number): ChunkStatistics {
  let min = Infinity, max = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const null_count = BigInt(nulls);
  if (min > max) return { null_count };
  // Zeros of both signs are equal, so Parquet wants the bounds to include both.
  return { min_value: min === 0 ? -0 : min, max_value: max === 0 ? 0 : max, null_count };
}
