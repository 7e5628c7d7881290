// Sorts distinct texts by their UTF-8 bytes, many at once (Bentley and Sedgewick's multikey quicksort).

import type { TextTable } from "./text_interner.ts";

/** Ranges shorter than this are sorted by insertion. */
const SMALL = 12;

/** The texts' codes in byte order; code 0, the empty text, comes first. */
export function sortTexts(table: TextTable): Uint32Array {
  const { bytes, offsets } = table;
  const order = new Uint32Array(offsets.length - 1);
  for (let c = 0; c < order.length; c++) order[c] = c;
  const byteAt = (code: number, depth: number) => {
    const at = offsets[code] + depth;
    return at < offsets[code + 1] ? bytes[at] : -1;
  };
  // Ranges still to sort, three numbers each: from, to, and the bytes that are known to be equal.
  const open: number[] = [0, order.length, 0];
  while (open.length > 0) {
    const depth = open.pop()!, to = open.pop()!, from = open.pop()!;
    if (to - from < SMALL) {
      insertionSort(order, from, to, (a, b) => compareTexts(table, a, table, b));
      continue;
    }
    const pivot = byteAt(order[(from + to) >>> 1], depth);
    let less = from, more = to;
    for (let i = from; i < more;) {
      const code = order[i];
      const byte = byteAt(code, depth);
      if (byte < pivot) {
        order[i++] = order[less];
        order[less++] = code;
      } else if (byte > pivot) {
        order[i] = order[--more];
        order[more] = code;
      } else i++;
    }
    open.push(from, less, depth, more, to, depth);
    if (pivot >= 0) open.push(less, more, depth + 1);
  }
  return order;
}

function insertionSort(
  order: Uint32Array,
  from: number,
  to: number,
  compare: (a: number, b: number) => number,
): void {
  for (let i = from + 1; i < to; i++) {
    const code = order[i];
    let j = i;
    for (; j > from && compare(order[j - 1], code) > 0; j--) order[j] = order[j - 1];
    order[j] = code;
  }
}

/** Order of two texts by their bytes; the texts may stand in different tables. */
export function compareTexts(
  a: TextTable,
  aCode: number,
  b: TextTable,
  bCode: number,
): number {
  let i = a.offsets[aCode], j = b.offsets[bCode];
  const aEnd = a.offsets[aCode + 1], bEnd = b.offsets[bCode + 1];
  while (i < aEnd && j < bEnd) {
    const difference = a.bytes[i++] - b.bytes[j++];
    if (difference !== 0) return difference;
  }
  return (aEnd - i) - (bEnd - j);
}
