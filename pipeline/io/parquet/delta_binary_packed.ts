// Parquet's DELTA_BINARY_PACKED for whole numbers of up to 53 bits.

import type { ByteBuffer } from "./byte_buffer.ts";

const BLOCK = 128, MINIBLOCKS = 4, MINIBLOCK = BLOCK / MINIBLOCKS;
const deltas = new Float64Array(BLOCK);

/** Appends `values[0 .. count)`, whole numbers with |value| ≤ 2⁵². */
export function encodeDeltaBinaryPacked(
  out: ByteBuffer,
  values: Float64Array,
  count: number,
): void {
  out.varint(BLOCK);
  out.varint(MINIBLOCKS);
  out.varint(count);
  appendZigZag(out, count === 0 ? 0 : values[0]);
  for (let from = 1; from < count; from += BLOCK) {
    appendBlock(out, values, from, Math.min(BLOCK, count - from));
  }
}

function appendBlock(out: ByteBuffer, values: Float64Array, from: number, count: number): void {
  let least = Infinity;
  for (let i = 0; i < count; i++) {
    deltas[i] = values[from + i] - values[from + i - 1];
    if (deltas[i] < least) least = deltas[i];
  }
  for (let i = 0; i < count; i++) deltas[i] -= least;
  // A miniblock that is begun is filled up; those after the last number have width 0 and no bytes.
  deltas.fill(0, count);
  appendZigZag(out, least);
  out.reserve(MINIBLOCKS + BLOCK * 8);
  const widthsAt = out.length;
  out.length += MINIBLOCKS;
  for (let m = 0; m < MINIBLOCKS; m++) {
    const width = m * MINIBLOCK < count ? widthOf(m * MINIBLOCK) : 0;
    out.bytes[widthsAt + m] = width;
    pack(out, m * MINIBLOCK, width);
  }
}

function widthOf(from: number): number {
  let max = 0;
  for (let i = from; i < from + MINIBLOCK; i++) if (deltas[i] > max) max = deltas[i];
  const high = Math.floor(max / 2 ** 32);
  return high > 0 ? 64 - Math.clz32(high) : 32 - Math.clz32(max >>> 0);
}

function pack(out: ByteBuffer, from: number, width: number): void {
  const { bytes } = out;
  let at = out.length, open = 0, bits = 0;
  for (let i = from; i < from + MINIBLOCK; i++) {
    let rest = deltas[i];
    // 16 bits at a time: with the 7 that may be open they fit into a small integer.
    for (let left = width; left > 0; left -= 16) {
      open |= (rest % 65_536) << bits;
      rest = Math.floor(rest / 65_536);
      bits += Math.min(16, left);
      for (; bits >= 8; bits -= 8, open >>>= 8) bytes[at++] = open;
    }
  }
  out.length = at;
}

function appendZigZag(out: ByteBuffer, value: number): void {
  out.varint(value >= 0 ? value * 2 : -value * 2 - 1);
}
