// Encodes a column of booleans.

import { ByteBuffer } from "./byte_buffer.ts";
import type { ColumnChunks } from "./column_chunks.ts";
import type { OutputColumn } from "./output_schema.ts";

const content = new ByteBuffer();

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
  let trues = 0;
  for (let at = 0; at < sizeBytes; at++) {
    const end = Math.min(8, rows - 8 * at);
    let bits = 0;
    for (let bit = 0; bit < end; bit++) {
      const value = values[8 * at + bit];
      trues += value;
      bits |= value << bit;
    }
    content.bytes[at] = bits;
  }
  content.length = sizeBytes;
  chunks.data({ bytes: content.view(), count: rows, texture: "patterned" }, "PLAIN");
  chunks.end(column, { min_value: trues === rows, max_value: trues > 0, null_count: 0n });
}
