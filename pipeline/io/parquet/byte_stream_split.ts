// Parquet's BYTE_STREAM_SPLIT for numbers of eight bytes.

import { kernelOver, workArray } from "../../transform/columns/column_kernel.ts";
import type { ByteBuffer } from "./byte_buffer.ts";

let split: Uint8Array = new Uint8Array(0);

/**
 * Appends `count` numbers, given as pairs of their low and high words: first all lowest bytes, then all
 * second bytes and so on. Bytes of one rank are alike, so each stream compresses by itself.
 */
export function encodeByteStreamSplit(out: ByteBuffer, words: Uint32Array, count: number): void {
  out.reserve(8 * count);
  const from = out.length;
  out.length += 8 * count;
  const kernel = kernelOver(words);
  if (kernel !== null) {
    if (split.length < 8 * count) split = workArray(Uint8Array, 16 * count);
    const inKernel = kernelOver(split);
    if (inKernel !== null) {
      kernel.splitBytes(words.byteOffset, count, split.byteOffset);
      out.bytes.set(split.subarray(0, 8 * count), from);
      return;
    }
  }
  splitWords(out.bytes.subarray(from, from + 4 * count), words, 0);
  splitWords(out.bytes.subarray(from + 4 * count, out.length), words, 1);
}

/** Splits every second word, from `first` on, into four streams. */
function splitWords(streams: Uint8Array, words: Uint32Array, first: number): void {
  const count = streams.length / 4;
  for (let i = 0, word = first; i < count; i++, word += 2) {
    const value = words[word];
    streams[i] = value;
    streams[i + count] = value >>> 8;
    streams[i + 2 * count] = value >>> 16;
    streams[i + 3 * count] = value >>> 24;
  }
}
