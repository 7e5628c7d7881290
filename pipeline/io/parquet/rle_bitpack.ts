// Parquet's hybrid of runs (RLE) and bit packing, for dictionary codes and definition levels.

import { kernelOver, workArray } from "../../transform/columns/column_kernel.ts";
import type { ByteBuffer } from "./byte_buffer.ts";

/** Codes are packed in groups of eight; a run of fewer costs more than such a group. */
const GROUP = 8;

/** Packed codes before they are copied out; the machine's byte order is taken to be little-endian. */
let words: Uint32Array = workArray(Uint32Array, 1 << 14);

/** Bits that hold every number up to `max`. */
export function bitWidthOf(max: number): number {
  return max === 0 ? 0 : 32 - Math.clz32(max);
}

/** Appends `codes[0 .. count)`, each below 2^bitWidth; `bitWidth` is at most 32. */
export function encodeRleBitpack(
  out: ByteBuffer,
  codes: Uint32Array,
  { count, bitWidth }: { readonly count: number; readonly bitWidth: number },
): void {
  if (bitWidth === 0) return encodeRun(out, 0, { count, bitWidth });
  let packedFrom = 0;
  for (let group = 0; group + GROUP <= count; group += GROUP) {
    const code = codes[group];
    // Only whole groups can become runs, so one comparison tells that most of them do not.
    if (codes[group + GROUP - 1] !== code) continue;
    const end = endOfRun(codes, group, count);
    if (end - group < GROUP) continue;
    packGroups(out, codes, { from: packedFrom, to: group, bitWidth });
    encodeRun(out, code, { count: end - group, bitWidth });
    packedFrom = end;
    group = end - GROUP;
  }
  packGroups(out, codes, { from: packedFrom, to: count, bitWidth });
}

function endOfRun(codes: Uint32Array, from: number, count: number): number {
  const code = codes[from];
  let end = from + 1;
  while (end < count && codes[end] === code) end++;
  return end;
}

/** Appends one run: `count` times the same code. */
export function encodeRun(
  out: ByteBuffer,
  code: number,
  { count, bitWidth }: { readonly count: number; readonly bitWidth: number },
): void {
  out.varint(count * 2);
  for (let bit = 0; bit < bitWidth; bit += 8) out.byte(code >>> bit);
}

/** Packs `codes[from .. to)` in groups of eight; only the last group may be filled up with zeros. */
function packGroups(
  out: ByteBuffer,
  codes: Uint32Array,
  { from, to, bitWidth }: { from: number; to: number; bitWidth: number },
): void {
  if (to === from) return;
  const groups = Math.ceil((to - from) / GROUP);
  const sizeBytes = groups * bitWidth, sizeWords = (sizeBytes >>> 2) + 2;
  if (words.length < sizeWords) words = workArray(Uint32Array, sizeWords * 2);
  // Zeros fill up the last group, which is at most a word for each bit of width.
  words.fill(0, Math.max(0, sizeWords - 2 - bitWidth), sizeWords);
  const input = codes.subarray(from, to);
  if (bitWidth === 8) new Uint8Array(words.buffer, words.byteOffset).set(input);
  else if (bitWidth === 16) new Uint16Array(words.buffer, words.byteOffset).set(input);
  else packWords(words, input, bitWidth);
  out.varint(groups * 2 + 1);
  out.append(new Uint8Array(words.buffer, words.byteOffset, sizeBytes));
}

function packWords(packed: Uint32Array, codes: Uint32Array, bitWidth: number): void {
  const kernel = kernelOver(packed, codes);
  if (kernel !== null) {
    kernel.packCodes(codes.byteOffset, codes.length, bitWidth, packed.byteOffset);
    return;
  }
  let at = 0, open = 0, openBits = 0;
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i];
    open |= code << openBits;
    openBits += bitWidth;
    if (openBits >= 32) {
      packed[at++] = open;
      openBits -= 32;
      // A shift by 32 is a shift by 0 in JavaScript, so "nothing left" has to be said.
      open = openBits === 0 ? 0 : code >>> (bitWidth - openBits);
    }
  }
  packed[at] = open;
}
