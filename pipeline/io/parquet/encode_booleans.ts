// Encodes a column of booleans.

import { kernelOver, workArray } from "../../transform/columns/column_kernel.ts";
import { ByteBuffer } from "./byte_buffer.ts";
import type { ColumnChunks } from "./column_chunks.ts";
import type { OutputColumn } from "./output_schema.ts";
import { pagesOf } from "./pages.ts";

const content = new ByteBuffer();
let packed: Uint8Array = new Uint8Array(0);

/** Encodes a column chunk of zeros and ones: one bit each, the first the lowest. */
export function encodeBooleans(
  chunks: ColumnChunks,
  column: OutputColumn,
  values: Uint8Array,
): void {
  const { rows } = chunks;
  const sizeBytes = Math.ceil(rows / 8);
  content.clear();
  content.reserve(sizeBytes);
  let trues: number;
  if (kernelOver(values) !== null && packed.length < sizeBytes) {
    packed = workArray(Uint8Array, 2 * sizeBytes);
  }
  const kernel = kernelOver(values, packed);
  if (kernel !== null) {
    trues = kernel.packBytes(values.byteOffset, rows, packed.byteOffset);
    content.bytes.set(packed.subarray(0, sizeBytes));
  } else trues = packBytes(values, rows, content.bytes);
  content.length = sizeBytes;
  for (const { from, to } of pagesOf({ rows, count: rows, isPresent: null })) {
    const bytes = content.view().subarray(from / 8, Math.ceil(to / 8));
    chunks.data({ bytes, count: to - from, texture: "patterned" }, "PLAIN");
  }
  chunks.end(column, { min_value: trues === rows, max_value: trues > 0, null_count: 0n });
}

/** Packs zeros and ones into bits; returns how many are ones. */
function packBytes(values: Uint8Array, rows: number, target: Uint8Array): number {
  let trues = 0;
  for (let at = 0; 8 * at < rows; at++) {
    const end = Math.min(8, rows - 8 * at);
    let bits = 0;
    for (let bit = 0; bit < end; bit++) {
      const value = values[8 * at + bit];
      trues += value;
      bits |= value << bit;
    }
    target[at] = bits;
  }
  return trues;
}
