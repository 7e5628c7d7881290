// Writes which rows of an optional column have a value.

import type { ByteBuffer } from "./byte_buffer.ts";
import { encodeRleBitpack, encodeRun } from "./rle_bitpack.ts";

/** Which of `rows` rows have a value: `count` of them. */
export interface Presence {
  readonly rows: number;
  readonly count: number;
  /** Only asked when there are rows of both kinds. */
  readonly isPresent: (row: number) => boolean;
}

let levels = new Uint32Array(0);

/** Appends the levels with their size in front, as data pages of version 1 have them. */
export function appendDefinitionLevels(
  out: ByteBuffer,
  { rows, count, isPresent }: Presence,
): void {
  const sizeAt = out.length;
  out.uint32(0);
  if (count === 0 || count === rows) {
    encodeRun(out, count === 0 ? 0 : 1, { count: rows, bitWidth: 1 });
  } else {
    if (levels.length < rows) levels = new Uint32Array(rows);
    for (let row = 0; row < rows; row++) levels[row] = isPresent(row) ? 1 : 0;
    encodeRleBitpack(out, levels, { count: rows, bitWidth: 1 });
  }
  out.setUint32(sizeAt, out.length - sizeAt - 4);
}
