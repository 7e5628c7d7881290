// Parquet's RLE / bit-packing hybrid: runs of one number, or groups of eight packed numbers.

import type { ByteBuffer } from "./byte_buffer.ts";

/** Runs shorter than this are packed with their neighbours. */
const MIN_RUN = 8;

/** Bits that numbers up to `max` take. */
export function bitWidthOf(max: number): number {
  return max === 0 ? 0 : 32 - Math.clz32(max);
}

/** Appends `values[0 .. count)`, each below 2^bitWidth. */
export function encodeHybrid(
  out: ByteBuffer,
  values: Uint32Array,
  count: number,
  bitWidth: number,
): void {
  let packedFrom = 0;
  for (let i = 0; i < count;) {
    let end = i + 1;
    while (end < count && values[end] === values[i]) end++;
    // Packed groups are whole eights, so a run gives its first numbers to complete the open group.
    const missing = (8 - ((i - packedFrom) & 7)) & 7;
    if (end - i - missing >= MIN_RUN) {
      packGroups(out, values, { from: packedFrom, to: i + missing, bitWidth });
      appendRun(out, values[i], { length: end - i - missing, bitWidth });
      packedFrom = end;
    }
    i = end;
  }
  packGroups(out, values, { from: packedFrom, to: count, bitWidth });
}

function appendRun(
  out: ByteBuffer,
  value: number,
  { length, bitWidth }: { length: number; bitWidth: number },
): void {
  out.varint(length * 2);
  for (let bit = 0; bit < bitWidth; bit += 8) out.byte(value >>> bit);
}

/** Packs `values[from .. to)` in groups of eight; only the last group may be filled up with zeros. */
function packGroups(
  out: ByteBuffer,
  values: Uint32Array,
  { from, to, bitWidth }: { from: number; to: number; bitWidth: number },
): void {
  if (to === from) return;
  const groups = Math.ceil((to - from) / 8);
  out.varint(groups * 2 + 1);
  out.reserve(groups * bitWidth + 8);
  const { bytes } = out;
  const end = out.length + groups * bitWidth;
  let at = out.length, bits = 0, open = 0;
  for (let i = from; i < to; i++) {
    const value = values[i];
    // `open` holds fewer than 8 bits, so up to 24 more fit into 32; wider numbers go in two steps.
    if (bitWidth > 24) {
      open |= (value & 0xffff) << bits;
      bits += 16;
      for (; bits >= 8; bits -= 8, open >>>= 8) bytes[at++] = open;
      open |= (value >>> 16) << bits;
      bits += bitWidth - 16;
    } else {
      open |= value << bits;
      bits += bitWidth;
    }
    for (; bits >= 8; bits -= 8, open >>>= 8) bytes[at++] = open;
  }
  if (bits > 0) bytes[at++] = open;
  while (at < end) bytes[at++] = 0;
  out.length = end;
}
