// Encodes a column of doubles.

import { workArray } from "../../transform/columns/column_kernel.ts";
import { recode } from "../../transform/columns/recode.ts";
import type { CodedNumbers } from "../../transform/coded_numbers.ts";
import { ByteBuffer } from "./byte_buffer.ts";
import { chooseBitWidth } from "./choose_bit_width.ts";
import type { ChunkStatistics, ColumnChunks } from "./column_chunks.ts";
import { isEntropyCoded } from "./compress_page.ts";
import { appendDefinitionLevels } from "./definition_levels.ts";
import { NumberDictionary } from "./number_dictionary.ts";
import { OUTPUT_COLUMNS, type OutputColumn } from "./output_schema.ts";
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
  if (codes.length < rows) codes = workArray(Uint32Array, rows);
  const task = { codes, maxSize: Math.floor(rows * MAX_DISTINCT_SHARE), isNullable };
  const count = values instanceof Float64Array
    ? dictionary.encode(values, rows, task)
    : dictionary.encodeCoded(values, rows, task);
  content.clear();
  if (count > 0) {
    if (isNullable) appendLevels(values, rows, count);
    encodeWithDictionary(chunks, count);
    const distinct = dictionary.values.subarray(0, dictionary.size);
    return chunks.end(column, describe(distinct, rows - count));
  }
  const all = values instanceof Float64Array ? values.subarray(0, rows) : decode(values, rows);
  const present = isNullable ? all.filter((value) => value === value) : all;
  if (isNullable) appendLevels(all, rows, present.length);
  encodeDirectly(chunks, present);
  chunks.end(column, describe(present, rows - present.length));
}

function decode({ codes, values }: CodedNumbers, rows: number): Float64Array {
  const decoded = new Float64Array(rows);
  for (let row = 0; row < rows; row++) decoded[row] = values[codes[row]];
  return decoded;
}

function appendLevels(values: Float64Array | CodedNumbers, rows: number, count: number): void {
  const isPresent = values instanceof Float64Array
    ? (row: number) => values[row] === values[row]
    : (row: number) => !Number.isNaN(values.values[values.codes[row]]);
  appendDefinitionLevels(content, { rows, count, isPresent });
}

function encodeWithDictionary(chunks: ColumnChunks, count: number): void {
  const { size, values, counts } = dictionary;
  const { order, ranks } = rankByCount(counts, size);
  const ranked = new Float64Array(size), rankedCounts = new Uint32Array(size);
  for (let rank = 0; rank < size; rank++) {
    ranked[rank] = values[order[rank]];
    rankedCounts[rank] = counts[order[rank]];
  }
  recode(codes, count, ranks);
  chunks.dictionary({ bytes: new Uint8Array(ranked.buffer), count: size, texture: "patterned" });
  const bitWidth = chooseBitWidth(rankedCounts, isEntropyCoded(chunks.compression));
  content.byte(bitWidth);
  encodeRleBitpack(content, codes, { count, bitWidth });
  chunks.data({ bytes: content.view(), count: chunks.rows, texture: "dense" }, "RLE_DICTIONARY");
}

function encodeDirectly(chunks: ColumnChunks, present: Float64Array): void {
  content.append(new Uint8Array(present.buffer, present.byteOffset, present.byteLength));
  chunks.data({ bytes: content.view(), count: chunks.rows, texture: "patterned" }, "PLAIN");
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
