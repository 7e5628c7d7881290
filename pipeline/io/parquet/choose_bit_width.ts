// Chooses how many bits a dictionary code takes.

import { bitWidthOf } from "./rle_bitpack.ts";

/** A rougher saving is not worth twice the bytes in the reader's memory. */
const MIN_SAVING = 0.03;

/**
 * The least width that holds the codes of `rankedCounts` (how often each occurs); with `isEntropyCoded`
 * the next whole number of bytes when that makes smaller pages. Entropy coders work by bytes: codes that
 * straddle bytes look random to them, whole bytes show that some codes are frequent.
 */
export function chooseBitWidth(rankedCounts: Uint32Array, isEntropyCoded: boolean): number {
  const least = bitWidthOf(Math.max(0, rankedCounts.length - 1));
  const aligned = (least + 7) & ~7;
  if (!isEntropyCoded || aligned === least) return least;
  const { entropyBits, codes } = byteEntropy(rankedCounts, aligned / 8);
  return entropyBits < least * codes * (1 - MIN_SAVING) ? aligned : least;
}

/** The order-0 entropy of the codes' bytes, which is about what Huffman coding reaches. */
function byteEntropy(
  rankedCounts: Uint32Array,
  bytesPerCode: number,
): { entropyBits: number; codes: number } {
  const histogram = new Float64Array(256);
  let codes = 0;
  for (let code = 0; code < rankedCounts.length; code++) {
    const count = rankedCounts[code];
    codes += count;
    for (let byte = 0; byte < bytesPerCode; byte++) histogram[(code >>> (8 * byte)) & 255] += count;
  }
  const total = codes * bytesPerCode;
  let entropyBits = 0;
  for (const count of histogram) {
    if (count > 0) entropyBits += count * Math.log2(total / count);
  }
  return { entropyBits, codes };
}
