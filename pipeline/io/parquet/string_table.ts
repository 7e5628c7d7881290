// The distinct texts of a column, by code.

import type { ByteBuffer } from "./byte_buffer.ts";

/**
 * Text c is `bytes[offsets[c] .. offsets[c + 1])`, in UTF-8. Codes are in byte order; code 0 is the empty
 * text, which means null in optional columns. Both may lie in shared memory.
 */
export interface StringTable {
  readonly bytes: Uint8Array;
  readonly offsets: Float64Array | Uint32Array;
}

/** Bytes of the text with a code. */
export function textSize({ offsets }: StringTable, code: number): number {
  return offsets[code + 1] - offsets[code];
}

/** A copy of a text's bytes, in memory of its own. */
export function textBytes({ bytes, offsets }: StringTable, code: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes.subarray(offsets[code], offsets[code + 1]));
}

/** Texts up to this size are copied byte by byte, which is faster than making a view of them. */
const SHORT_BYTES = 32;

/** Appends a text in the encoding PLAIN: its size in four bytes, then its bytes. */
export function appendPlainText(out: ByteBuffer, table: StringTable, code: number): void {
  const from = table.offsets[code], to = table.offsets[code + 1];
  out.reserve(4 + to - from);
  out.uint32(to - from);
  if (to - from > SHORT_BYTES) return out.append(table.bytes.subarray(from, to));
  const { bytes: source } = table, { bytes: target } = out;
  let at = out.length;
  for (let i = from; i < to; i++) target[at++] = source[i];
  out.length = at;
}
