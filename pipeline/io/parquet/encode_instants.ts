// Encodes a column of instants.

import { kernelOver, workArray } from "../../transform/columns/column_kernel.ts";
import { recode } from "../../transform/columns/recode.ts";
import { ByteBuffer } from "./byte_buffer.ts";
import { chooseBitWidth } from "./choose_bit_width.ts";
import type { ColumnChunks } from "./column_chunks.ts";
import { isEntropyCoded } from "./compress_page.ts";
import { NumberDictionary } from "./number_dictionary.ts";
import type { OutputColumn } from "./output_schema.ts";
import { pagesOf } from "./pages.ts";
import { rankByCount } from "./rank_by_count.ts";
import { encodeRleBitpack, encodeRun } from "./rle_bitpack.ts";

/**
 * Up to this share of distinct instants a dictionary pays. Compression finds the repetitions by itself, and
 * entries hardly compress, so that then only few instants (days, whole hours) are worth one.
 */
const MAX_DISTINCT_SHARE = { compressed: 1 / 16, uncompressed: 1 / 2 };

const content = new ByteBuffer();
const dictionary = new NumberDictionary();
let codes: Uint32Array = new Uint32Array(0);
let words: Uint32Array = new Uint32Array(0);

/** Encodes a column chunk of integer milliseconds since 1970 UTC, |ms| < 2⁵². */
export function encodeInstants(
  chunks: ColumnChunks,
  column: OutputColumn,
  instantsMs: Float64Array,
): void {
  const { rows } = chunks;
  const { min, max } = measure(instantsMs, rows);
  if (codes.length < rows) {
    codes = workArray(Uint32Array, rows);
    words = workArray(Uint32Array, 2 * rows);
  }
  const share = MAX_DISTINCT_SHARE[chunks.compression === "none" ? "uncompressed" : "compressed"];
  const maxSize = Math.floor(rows * share);
  if (dictionary.encode(instantsMs, rows, { codes, maxSize, isNullable: false }) >= 0) {
    encodeWithDictionary(chunks);
  } else encodeDirectly(chunks, instantsMs);
  chunks.end(column, { min_value: BigInt(min), max_value: BigInt(max), null_count: 0n });
}

function measure(
  instantsMs: Float64Array,
  rows: number,
): { readonly min: number; readonly max: number } {
  const kernel = kernelOver(instantsMs);
  if (kernel !== null) {
    kernel.measureInstants(instantsMs.byteOffset, rows);
    return { min: kernel.least.value, max: kernel.greatest.value };
  }
  let min = Infinity, max = -Infinity;
  for (let i = 0; i < rows; i++) {
    const value = instantsMs[i];
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { min, max };
}

/** Encodes a column chunk in which all rows have the same instant. */
export function encodeConstantInstant(
  chunks: ColumnChunks,
  column: OutputColumn,
  instantMs: number,
): void {
  const { rows } = chunks;
  const bytes = wordBytes(Float64Array.of(instantMs), 1).slice();
  chunks.dictionary({ bytes, count: 1, texture: "dense" });
  content.clear();
  content.byte(0);
  encodeRun(content, 0, { count: rows, bitWidth: 0 });
  chunks.data({ bytes: content.view(), count: rows, texture: "dense" }, "RLE_DICTIONARY");
  const instant = BigInt(instantMs);
  chunks.end(column, { min_value: instant, max_value: instant, null_count: 0n });
}

function encodeWithDictionary(chunks: ColumnChunks): void {
  const { size, values, counts } = dictionary, { rows } = chunks;
  const { order, ranks } = rankByCount(counts, size);
  const ranked = Float64Array.from(order, (code) => values[code]);
  const rankedCounts = order.map((code) => counts[code]);
  recode(codes, rows, ranks);
  chunks.dictionary({ bytes: wordBytes(ranked, size), count: size, texture: "patterned" });
  const bitWidth = chooseBitWidth(rankedCounts, isEntropyCoded(chunks.compression));
  for (const { from, to } of pagesOf({ rows, count: rows, isPresent: null })) {
    content.clear();
    content.byte(bitWidth);
    encodeRleBitpack(content, codes.subarray(from, to), { count: to - from, bitWidth });
    chunks.data({ bytes: content.view(), count: to - from, texture: "dense" }, "RLE_DICTIONARY");
  }
}

function encodeDirectly(chunks: ColumnChunks, instantsMs: Float64Array): void {
  const { rows } = chunks, bytes = wordBytes(instantsMs, rows);
  for (const { from, to } of pagesOf({ rows, count: rows, isPresent: null })) {
    const page = bytes.subarray(8 * from, 8 * to);
    chunks.data({ bytes: page, count: to - from, texture: "instants" }, "PLAIN");
  }
}

/** Writes 64-bit integers to `words`, the low word of each first; returns their bytes there. */
function wordBytes(instantsMs: Float64Array, count: number): Uint8Array {
  if (words.length < 2 * count) words = workArray(Uint32Array, 2 * count);
  const target = words, bytes = new Uint8Array(target.buffer, target.byteOffset, 8 * count);
  const kernel = kernelOver(instantsMs, target);
  if (kernel !== null) {
    kernel.toIntegers(instantsMs.byteOffset, count, target.byteOffset);
    return bytes;
  }
  for (let i = 0; i < count; i++) {
    const value = instantsMs[i];
    target[2 * i] = value;
    target[2 * i + 1] = Math.floor(value / 2 ** 32);
  }
  return bytes;
}
