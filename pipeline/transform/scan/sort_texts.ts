// Sorts distinct texts by their UTF-8 bytes, many at once: a radix sort by the first bytes in which they
// differ, then Bentley and Sedgewick's multikey quicksort where those are equal.

/** Distinct texts by code: text c is `bytes[offsets[c] .. offsets[c + 1])`. */
export interface TextTable {
  readonly bytes: Uint8Array;
  readonly offsets: Float64Array;
}

/** Ranges shorter than this are sorted by insertion. */
const SMALL = 12;
/** Bytes that the radix sort looks at, two in each pass. */
const RADIX_BYTES = 6;

/** The texts' codes in byte order; code 0, the empty text, comes first. */
export function sortTexts(table: TextTable): Uint32Array {
  const count = table.offsets.length - 1;
  const order = new Uint32Array(count);
  for (let code = 0; code < count; code++) order[code] = code;
  const from = Math.min(1, count);
  const depth = commonPrefix(table, from);
  const keys = radixSort(table, order, { from, depth });
  // A text that ends within the key has zeros there, as has one with NULs: such ties are sorted below, too.
  for (let start = from; start < count;) {
    let end = start + 1;
    while (end < count && keys[order[end]] === keys[order[start]]) end++;
    if (end - start > 1) sortFrom(table, order, { from: start, to: end, depth });
    start = end;
  }
  return order;
}

/** Bytes with which all texts from code `from` on begin. */
function commonPrefix({ bytes, offsets }: TextTable, from: number): number {
  const count = offsets.length - 1;
  if (count - from < 2) return 0;
  let length = offsets[from + 1] - offsets[from];
  for (let code = from + 1; code < count && length > 0; code++) {
    const most = Math.min(length, offsets[code + 1] - offsets[code]);
    let same = 0;
    while (same < most && bytes[offsets[code] + same] === bytes[offsets[from] + same]) same++;
    length = same;
  }
  return length;
}

/** Sorts `order[from ..]` by the six bytes behind `depth`; returns them as numbers, by code. */
function radixSort(
  { bytes, offsets }: TextTable,
  order: Uint32Array,
  { from, depth }: { from: number; depth: number },
): Float64Array {
  const keys = new Float64Array(order.length);
  for (let code = from; code < order.length; code++) {
    const start = offsets[code] + depth, end = offsets[code + 1];
    let key = 0;
    for (let i = 0; i < RADIX_BYTES; i++) {
      key = key * 256 + (start + i < end ? bytes[start + i] : 0);
    }
    keys[code] = key;
  }
  let source: Uint32Array = order.slice(), target = order;
  const digits = new Uint16Array(order.length), next = new Uint32Array(65_537);
  for (const unit of [1, 2 ** 16, 2 ** 32]) {
    for (let code = from; code < digits.length; code++) {
      digits[code] = Math.floor(keys[code] / unit) % 65_536;
    }
    countingSort(source, target, { digits, next, from });
    [source, target] = [target, source];
  }
  if (source !== order) order.set(source);
  return keys;
}

/**
 * Moves `source[from ..]` to `target` in the order of the codes' digits, equal ones as they were; `next` is
 * for counting, its contents do not matter.
 */
function countingSort(
  source: Uint32Array,
  target: Uint32Array,
  { digits, next, from }: { digits: Uint16Array; next: Uint32Array; from: number },
): void {
  next.fill(0)[0] = from;
  for (let i = from; i < source.length; i++) next[digits[source[i]] + 1]++;
  for (let digit = 1; digit < next.length; digit++) next[digit] += next[digit - 1];
  for (let i = from; i < source.length; i++) target[next[digits[source[i]]]++] = source[i];
  target.set(source.subarray(0, from));
}

/** Sorts `order[from .. to)`, whose texts are equal up to `depth`. */
function sortFrom(
  table: TextTable,
  order: Uint32Array,
  range: { from: number; to: number; depth: number },
): void {
  const { bytes, offsets } = table;
  const byteAt = (code: number, depth: number) => {
    const at = offsets[code] + depth;
    return at < offsets[code + 1] ? bytes[at] : -1;
  };
  // Ranges still to sort, three numbers each: from, to, and the bytes that are known to be equal.
  const open: number[] = [range.from, range.to, range.depth];
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
