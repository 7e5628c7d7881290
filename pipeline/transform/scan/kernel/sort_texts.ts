// Puts a column's texts in the order of their bytes, in AssemblyScript: a radix sort by the first eight bytes
// behind what all have in common, then quicksort by the next eight where those are equal. ../sort_texts.ts
// is its reference.

import { allocate, textCount, textTable } from "./scan_csv";

/** A text while it is sorted: the bytes it is sorted by, as a number, and its code. */
const ITEM: usize = 16, CODE: usize = 8;
/** Ranges shorter than this are sorted by insertion, and so few texts without the radix sort. */
const SMALL: i32 = 12, FEW: i32 = 1024;
const DIGITS: usize = 65536;

/** Where sortTexts() leaves the texts one behind the other, and how many bytes they are. */
export let sortedBytesAt: usize = 0;
export let sortedBytes: i32 = 0;
/** Where it leaves the places between them, as doubles, one more than texts. */
export let sortedOffsetsAt: usize = 0;
/** Where it leaves the place of each text in the order, by code. */
export let ranksAt: usize = 0;

let pairs: usize = 0;

// @ts-ignore: decorator
@inline
function textAt(code: u32): usize {
  return <usize> load<u32>(pairs + <usize> code * 8);
}

// @ts-ignore: decorator
@inline
function lengthOf(code: u32): i32 {
  return load<i32>(pairs + <usize> code * 8, 4);
}

/** Eight bytes of a text from `depth` on, the first one highest; zeros stand behind its end. */
// @ts-ignore: decorator
@inline
function keyOf(code: u32, depth: i32): u64 {
  const left = lengthOf(code) - depth;
  if (left <= 0) return 0;
  const bytes = bswap<u64>(load<u64>(textAt(code) + <usize> depth));
  return left >= 8 ? bytes : bytes & ~((<u64> -1) >> (<u64> left << 3));
}

/** Order of two texts that are equal up to `depth`. */
function compare(a: u32, b: u32, depth: i32): i32 {
  const least = min(lengthOf(a), lengthOf(b));
  for (let d = depth; d < least; d += 8) {
    const x = keyOf(a, d), y = keyOf(b, d);
    if (x != y) return x < y ? -1 : 1;
  }
  return lengthOf(a) - lengthOf(b);
}

/** Bytes with which all texts but the empty one begin. */
function commonPrefix(count: i32): i32 {
  if (count < 3) return 0;
  let length = lengthOf(1);
  const first = textAt(1);
  for (let code = 2; code < count && length > 0; code++) {
    const most = min(length, lengthOf(code)), at = textAt(code);
    let same = 0;
    while (same < most && load<u8>(at + <usize> same) == load<u8>(first + <usize> same)) same++;
    length = same;
  }
  return length;
}

/** Sorts a column's texts; the empty one, code 0, stays first. The memory it takes is not given back. */
export function sortTexts(column: i32): void {
  const count = textCount(column);
  pairs = textTable(column);
  let items = allocate(<usize> count * ITEM);
  const depth = commonPrefix(count);
  for (let code = 1; code < count; code++) {
    store<u64>(items + <usize> (code - 1) * ITEM, keyOf(code, depth));
    store<u32>(items + <usize> (code - 1) * ITEM, code, CODE);
  }
  const texts = count - 1;
  if (texts <= FEW) sortRange(items, 0, texts, depth);
  else {
    items = radixSort(items, texts);
    sortTies(items, texts, depth);
  }
  put(items, count);
}

/** Sorts by the keys, sixteen bits at a time from the lowest on; answers where the items are then. */
function radixSort(items: usize, count: i32): usize {
  let source = items, target = allocate(<usize> count * ITEM);
  const next = allocate(DIGITS * 4);
  for (let shift = 0; shift < 64; shift += 16) {
    memory.fill(next, 0, DIGITS * 4);
    for (let i = 0; i < count; i++) {
      const at = next + digitOf(source + <usize> i * ITEM, shift) * 4;
      store<u32>(at, load<u32>(at) + 1);
    }
    // All in one place already.
    if (load<u32>(next + digitOf(source, shift) * 4) == count) continue;
    let sum: u32 = 0;
    for (let at = next; at < next + DIGITS * 4; at += 4) {
      const own = load<u32>(at);
      store<u32>(at, sum);
      sum += own;
    }
    for (let i = 0; i < count; i++) {
      const item = source + <usize> i * ITEM, at = next + digitOf(item, shift) * 4;
      const place = load<u32>(at);
      store<u32>(at, place + 1);
      v128.store(target + <usize> place * ITEM, v128.load(item));
    }
    const sorted = target;
    target = source;
    source = sorted;
  }
  return source;
}

// @ts-ignore: decorator
@inline
function digitOf(item: usize, shift: i32): usize {
  return <usize> ((load<u64>(item) >> <u64> shift) & 0xffff);
}

/** Sorts each range of equal keys, which are those of `depth`. */
function sortTies(items: usize, count: i32, depth: i32): void {
  for (let from = 0; from < count;) {
    const key = load<u64>(items + <usize> from * ITEM);
    let to = from + 1;
    while (to < count && load<u64>(items + <usize> to * ITEM) == key) to++;
    if (to - from > 1) {
      const open = readNextKeys(items, from, to, depth);
      sortRange(items, open, to, depth + 8);
    }
    from = to;
  }
}

/**
 * Reads the next keys of a range of equal ones, those of `depth`. Texts that end within them come first, by
 * their length: they are at most nine, which differ in NULs at their ends. Answers where the others start.
 */
function readNextKeys(items: usize, from: i32, to: i32, depth: i32): i32 {
  let open = from;
  for (let i = from; i < to; i++) {
    const item = items + <usize> i * ITEM, code = load<u32>(item, CODE);
    if (lengthOf(code) > depth + 8) {
      store<u64>(item, keyOf(code, depth + 8));
      continue;
    }
    swap(items, i, open);
    for (let j = open++; j > from && lengthAt(items, j) < lengthAt(items, j - 1); j--) {
      swap(items, j, j - 1);
    }
  }
  return open;
}

// @ts-ignore: decorator
@inline
function lengthAt(items: usize, i: i32): i32 {
  return lengthOf(load<u32>(items + <usize> i * ITEM, CODE));
}

/** Sorts items whose texts are equal up to `depth` and whose keys are those of `depth`. */
function sortRange(items: usize, from: i32, to: i32, depth: i32): void {
  while (to - from > SMALL) {
    const pivot = pivotOf(items, from, to);
    let less = from, more = to;
    for (let i = from; i < more;) {
      const key = load<u64>(items + <usize> i * ITEM);
      if (key < pivot) swap(items, i++, less++);
      else if (key > pivot) swap(items, i, --more);
      else i++;
    }
    // The largest part is sorted by this loop, so that calls nest no deeper than log2 of the range.
    const below = less - from, equal = more - less, above = to - more;
    if (equal >= below && equal >= above) {
      sortRange(items, from, less, depth);
      sortRange(items, more, to, depth);
      from = readNextKeys(items, less, more, depth);
      to = more;
      depth += 8;
    } else {
      sortRange(items, readNextKeys(items, less, more, depth), more, depth + 8);
      if (below >= above) {
        sortRange(items, more, to, depth);
        to = less;
      } else {
        sortRange(items, from, less, depth);
        from = more;
      }
    }
  }
  for (let i = from + 1; i < to; i++) {
    for (let j = i; j > from && isBefore(items, j, j - 1, depth); j--) swap(items, j, j - 1);
  }
}

/** The middle one of the first, middle and last key. */
function pivotOf(items: usize, from: i32, to: i32): u64 {
  const a = load<u64>(items + <usize> from * ITEM);
  const b = load<u64>(items + <usize> ((from + to) >>> 1) * ITEM);
  const c = load<u64>(items + <usize> (to - 1) * ITEM);
  return a < b ? (b < c ? b : max(a, c)) : (a < c ? a : max(b, c));
}

function isBefore(items: usize, i: i32, j: i32, depth: i32): bool {
  const a = items + <usize> i * ITEM, b = items + <usize> j * ITEM;
  const x = load<u64>(a), y = load<u64>(b);
  return x != y ? x < y : compare(load<u32>(a, CODE), load<u32>(b, CODE), depth) < 0;
}

function swap(items: usize, i: i32, j: i32): void {
  const a = items + <usize> i * ITEM, b = items + <usize> j * ITEM;
  const item = v128.load(a);
  v128.store(a, v128.load(b));
  v128.store(b, item);
}

/** Copies the texts out in their order. */
function put(items: usize, count: i32): void {
  let size: usize = 0;
  for (let code = 1; code < count; code++) size += <usize> lengthOf(code);
  sortedBytes = <i32> size;
  sortedBytesAt = allocate(size);
  sortedOffsetsAt = allocate(<usize> (count + 1) * 8);
  ranksAt = allocate(<usize> count * 4);
  store<f64>(sortedOffsetsAt, 0);
  store<f64>(sortedOffsetsAt, 0, 8);
  store<u32>(ranksAt, 0);
  let end = sortedBytesAt;
  for (let place = 1; place < count; place++) {
    const code = load<u32>(items + <usize> (place - 1) * ITEM, CODE), length = lengthOf(code);
    memory.copy(end, textAt(code), <usize> length);
    end += <usize> length;
    store<f64>(sortedOffsetsAt + <usize> (place + 1) * 8, <f64> (end - sortedBytesAt));
    store<u32>(ranksAt + <usize> code * 4, place);
  }
}
