// The CSV scanner's hot loop as a WebAssembly kernel, in AssemblyScript. It does what ../scan_csv.ts does,
// on the same rows, with the dictionaries in its own memory; tests/laws hold the two to the same outcome.
// scan_ndjson.ts reads rows of NDJSON into the same columns. `deno task build:kernel` compiles both, by
// way of scanners.ts, to ../kernel_wasm.ts.

// A cell that is new and not plain ASCII, or has white space around it: answers its code, or below 0.
@external("env", "learn")
declare function learn(column: i32, start: i32, end: i32, hash: i32, escaped: i32): i32;
// The instant of a date in one of the rarer forms, in milliseconds, or NaN.
@external("env", "instantOf")
declare function instantOf(start: i32, end: i32): f64;
// Days since 1970 of YYYYMMDD, or NaN.
@external("env", "dayOf")
declare function dayOf(ymd: i32): f64;
// Whether the bytes are valid UTF-8.
@external("env", "isValid")
declare function isValid(start: i32, end: i32): i32;

// Memory has reached its end.
@external("env", "outOfMemory")
declare function outOfMemory(): void;

export const LF: u32 = 10, CR: u32 = 13, QUOTE: u32 = 34, COMMA: u32 = 44;
export const USER: i32 = 0, SHOW: i32 = 1, EPISODE: i32 = 2, MINUTES: i32 = -2, DATE: i32 = -3;
export const GENRE: i32 = -4;
/** A genre of more bytes may be too long. */
export const MAX_GENRE_BYTES: usize = 512;
export const MAX_ROW_BYTES: i32 = 1048576;
export const CHUNK_ROWS: i32 = 32768;

// What scan() found where it stopped.
export const DONE: i32 = 0, ODD_ROW: i32 = 1, CHUNK_FULL: i32 = 2, INCOMPLETE: i32 = 3;

export let kindsAt: usize = 0;
export let inputAt: usize = 0;
export let minutesAt: usize = 0;
export let startsAt: usize = 0;
let codesAt: usize = 0;
let inputCapacity: i32 = 0;
let kindsCapacity: i32 = 0;
let width: i32 = 0;
// What parts the cells of a CSV; in JSON a comma, which stands behind numbers there.
let separator: u32 = COMMA;
// What stands before the decimals of a number.
let decimalMark: u32 = 46;
export let earliestMs: f64 = 0;
export let latestMs: f64 = 0;

// Users are many, so looking one up mostly waits for memory. Their cells are noted row by row (hash,
// address, length; 0 for a row whose user is known already) and looked up together, so that the waits overlap.
const PENDING: usize = 12;
const TOUCH_ROWS: i32 = 64;
let pendingAt: usize = 0;
let resolvedRows: i32 = 0;

/** Where scan() stopped, relative to the input. */
export let position: i32 = 0;
/** Rows in the chunk so far. */
export let rows: i32 = 0;

// --- memory ---------------------------------------------------------------------------------------

const MAX_MEMORY: u64 = 0xffff_0000;
let top: usize = 0;

/** A new piece of memory with slack behind it, so that eight bytes may be loaded from any of its bytes. */
export function allocate(size: usize): usize {
  if (top == 0) top = (__heap_base + 15) & ~15;
  const at = top;
  // In 64 bits, as addresses wrap around at 4 GiB.
  const next = (<u64> at + <u64> size + 64 + 15) & ~(<u64> 15);
  const pages = <i32> ((next + 65535) >> 16);
  if (next > MAX_MEMORY) outOfMemory();
  if (pages > memory.size() && memory.grow(max(pages - memory.size(), memory.size() >> 3)) < 0) {
    if (memory.grow(pages - memory.size()) < 0) outOfMemory();
  }
  top = <usize> next;
  return at;
}

// --- dictionaries ---------------------------------------------------------------------------------

// A dictionary's record: slots, mask, used, texts, text table, its capacity, longest text, free key bytes.
const D_SLOTS: usize = 0, D_MASK: usize = 4, D_USED: usize = 8, D_TEXTS: usize = 12;
const D_TABLE: usize = 16, D_CAPACITY: usize = 20, D_MAX: usize = 24;
const D_KEYS: usize = 28, D_KEYS_END: usize = 32;
const D_SIZE: usize = 48;
// A slot: hash, twice the key's length plus one if it is escaped, its address, its text's code, and the
// key's first 16 bytes, so that a short key is found with one access to memory.
const SLOT: usize = 32;
const S_KEY: usize = 4, S_AT: usize = 8, S_CODE: usize = 12, S_LOW: usize = 16, S_HIGH: usize = 24;
const KEY_PAGE: usize = 65536;
let dictionaries: usize = 0;

// @ts-ignore: decorator
@inline
function dictionary(column: i32): usize {
  return dictionaries + <usize> column * D_SIZE;
}

/**
 * Memory for slots. It is zero already, but a page that is read before it is written costs a second fault,
 * for which every thread of the process is interrupted; filling writes first.
 */
function emptySlots(count: u32): usize {
  const slots = allocate(<usize> count * SLOT);
  memory.fill(slots, 0, <usize> count * SLOT);
  return slots;
}

// The text columns of ../view_columns.ts: user, show, episode and others that are all alike.
let textColumns: i32 = 0;

/** Makes the dictionaries and the chunk; called once. */
export function initialize(columns: i32): void {
  textColumns = columns;
  dictionaries = allocate(D_SIZE * columns);
  for (let column = 0; column < columns; column++) {
    const d = dictionary(column);
    const slots: u32 = column == USER ? 32768 : 1024;
    store<u32>(d, <u32> emptySlots(slots), D_SLOTS);
    store<u32>(d, slots - 1, D_MASK);
    store<u32>(d, 0, D_USED);
    store<u32>(d, 1, D_TEXTS);
    store<u32>(d, <u32> allocate(512 * 8), D_TABLE);
    store<u32>(d, 512, D_CAPACITY);
    store<u32>(d, 0xffff_ffff, D_MAX);
    store<u32>(d, 0, D_KEYS);
    store<u32>(d, 0, D_KEYS_END);
  }
  codesAt = allocate(<usize> CHUNK_ROWS * 4 * columns);
  pendingAt = allocate(<usize> CHUNK_ROWS * PENDING);
  minutesAt = allocate(<usize> CHUNK_ROWS * 8);
  startsAt = allocate(<usize> CHUNK_ROWS * 8);
}

export function limitTexts(column: i32, maxBytes: u32): void {
  store<u32>(dictionary(column), maxBytes, D_MAX);
}

export function textCount(column: i32): i32 {
  return load<i32>(dictionary(column), D_TEXTS);
}

/** Where the pairs of address and length of a column's texts are, by code. */
export function textTable(column: i32): usize {
  return load<u32>(dictionary(column), D_TABLE);
}

export function codesOf(column: i32): usize {
  return codesAt + <usize> column * CHUNK_ROWS * 4;
}

/** Bytes of memory in use. */
export function usedBytes(): f64 {
  return <f64> top;
}

const K0: u64 = 0x9E3779B97F4A7C15, K1: u64 = 0xD6E8FEB86659FD93;

/** The first `count` (at most 8) bytes at `at`, the others 0. */
// @ts-ignore: decorator
@inline
export function head(at: usize, count: usize): u64 {
  return count >= 8 ? load<u64>(at) : load<u64>(at) & ((<u64> 1 << (count << 3)) - 1);
}

/** The bytes 8 to 15 of a key, the ones that it does not have 0. */
// @ts-ignore: decorator
@inline
function second(at: usize, length: usize): u64 {
  return length > 8 ? head(at + 8, length - 8) : 0;
}

/** Hash of a key. Fixed multipliers: it is only ever compared inside one run. */
// @ts-ignore: decorator
@inline
function hashOf(at: usize, length: usize): u32 {
  let h = (head(at, length) ^ K0 ^ length) * K1;
  h = ((h ^ (h >> 32)) ^ second(at, length)) * K1;
  for (let i: usize = 16; i < length; i += 8) h = ((h ^ (h >> 32)) ^ head(at + i, length - i)) * K1;
  return <u32> (h ^ (h >> 32));
}

/** Whether a slot holds the key at `at`, whose hash, form and first bytes are given. */
// @ts-ignore: decorator
@inline
function holds(slot: usize, hash: u32, key: u32, at: usize, length: usize): bool {
  if (load<u32>(slot) != hash || load<u32>(slot, S_KEY) != key) return false;
  if (load<u64>(slot, S_LOW) != head(at, length)) return false;
  if (load<u64>(slot, S_HIGH) != second(at, length)) return false;
  return length <= 16 || equalsFrom16(<usize> load<u32>(slot, S_AT), at, length);
}

function equalsFrom16(a: usize, b: usize, length: usize): bool {
  for (let i: usize = 16; i < length; i += 8) {
    if (head(a + i, length - i) != head(b + i, length - i)) return false;
  }
  return true;
}

/** Whether all bytes are ASCII, and the outer ones neither white space nor a control character. */
export function isPlain(at: usize, length: usize): bool {
  if (load<u8>(at) <= 32 || load<u8>(at + length - 1) <= 32) return false;
  while (length >= 8) {
    if ((load<u64>(at) & 0x8080808080808080) != 0) return false;
    at += 8;
    length -= 8;
  }
  return length == 0 || (head(at, length) & 0x8080808080808080) == 0;
}

/** The code of the text at `at` in the input; with `escaped` = 1 two quotes in it stand for one. */
// @ts-ignore: decorator
@inline
function intern(column: i32, at: usize, length: usize, escaped: u32): i32 {
  if (length == 0) return 0;
  const hash = hashOf(at, length);
  const code = lookUp(dictionary(column), hash, at, length, escaped);
  if (code >= 0) return code;
  if (
    escaped == 0 && <u32> length <= load<u32>(dictionary(column), D_MAX) && isPlain(at, length)
  ) return add(column, at, length, 0, -1);
  const start = <i32> (at - inputAt);
  return learn(column, start, start + <i32> length, <i32> hash, <i32> escaped);
}

/** The code of a key, or -1 when it is not there. */
// @ts-ignore: decorator
@inline
function lookUp(d: usize, hash: u32, at: usize, length: usize, escaped: u32): i32 {
  const slots = <usize> load<u32>(d, D_SLOTS);
  const mask = load<u32>(d, D_MASK);
  const key = <u32> length * 2 + escaped;
  let i = hash & mask;
  let slot = slots + <usize> i * SLOT;
  while (load<u32>(slot, S_KEY) != 0) {
    if (holds(slot, hash, key, at, length)) return load<i32>(slot, S_CODE);
    i = (i + 1) & mask;
    slot = slots + <usize> i * SLOT;
  }
  return -1;
}

/** Looks a text up that lies at `at`, anywhere in memory; -1 when it is not there. */
export function find(column: i32, at: usize, length: usize, escaped: u32): i32 {
  return lookUp(dictionary(column), hashOf(at, length), at, length, escaped);
}

/** Adds a key that is not there; its text is `code`, or a new one for -1. Answers the code. */
export function add(column: i32, at: usize, length: usize, escaped: u32, code: i32): i32 {
  const d = dictionary(column);
  const copy = keyCopy(d, at, length);
  if (code < 0) {
    code = load<i32>(d, D_TEXTS);
    if (<u32> code == load<u32>(d, D_CAPACITY)) growTable(d);
    const pair = <usize> load<u32>(d, D_TABLE) + <usize> code * 8;
    store<u32>(pair, <u32> copy);
    store<u32>(pair, <u32> length, 4);
    store<i32>(d, code + 1, D_TEXTS);
  }
  const used = load<u32>(d, D_USED) + 1;
  store<u32>(d, used, D_USED);
  // Up to three quarters full: a smaller table is the faster one, as most waits are for memory.
  if (used * 4 > load<u32>(d, D_MASK) * 3) growSlots(d);
  place(
    load<u32>(d, D_SLOTS),
    load<u32>(d, D_MASK),
    hashOf(copy, length),
    <u32> copy,
    <u32> length * 2 + escaped,
    code,
  );
  return code;
}

function place(slots: usize, mask: u32, hash: u32, at: u32, key: u32, code: i32): void {
  let i = hash & mask;
  while (load<u32>(slots + <usize> i * SLOT, S_KEY) != 0) i = (i + 1) & mask;
  const slot = slots + <usize> i * SLOT;
  store<u32>(slot, hash);
  store<u32>(slot, key, S_KEY);
  store<u32>(slot, at, S_AT);
  store<i32>(slot, code, S_CODE);
  store<u64>(slot, head(at, key >> 1), S_LOW);
  store<u64>(slot, second(at, key >> 1), S_HIGH);
}

/** Keys are copied into pages; a long one gets a piece of its own. */
function keyCopy(d: usize, at: usize, length: usize): usize {
  let copy = <usize> load<u32>(d, D_KEYS);
  if (length > KEY_PAGE / 4) copy = allocate(length);
  else {
    if (copy + length > <usize> load<u32>(d, D_KEYS_END)) {
      copy = allocate(KEY_PAGE);
      store<u32>(d, <u32> (copy + KEY_PAGE), D_KEYS_END);
    }
    store<u32>(d, <u32> (copy + length), D_KEYS);
  }
  memory.copy(copy, at, length);
  return copy;
}

function growTable(d: usize): void {
  const capacity = load<u32>(d, D_CAPACITY);
  const table = allocate(<usize> capacity * 16);
  memory.copy(table, load<u32>(d, D_TABLE), <usize> capacity * 8);
  store<u32>(d, <u32> table, D_TABLE);
  store<u32>(d, capacity * 2, D_CAPACITY);
}

function growSlots(d: usize): void {
  const old = <usize> load<u32>(d, D_SLOTS);
  const oldMask = load<u32>(d, D_MASK);
  const mask = oldMask * 2 + 1;
  const slots = emptySlots(mask + 1);
  for (let i: u32 = 0; i <= oldMask; i++) {
    const slot = old + <usize> i * SLOT;
    const key = load<u32>(slot, S_KEY);
    if (key != 0) {
      place(slots, mask, load<u32>(slot), load<u32>(slot, S_AT), key, load<i32>(slot, S_CODE));
    }
  }
  store<u32>(d, <u32> slots, D_SLOTS);
  store<u32>(d, mask, D_MASK);
}

// --- the scan -------------------------------------------------------------------------------------

/** Makes room for an input of `length` bytes and answers where it goes. */
export function reserveInput(length: i32): usize {
  if (length > inputCapacity) {
    // Memory is never given back, so that windows which grow by and by must not take it each time.
    inputCapacity = length + (length >> 2);
    inputAt = allocate(<usize> inputCapacity);
  }
  return inputAt;
}

let scratchAt: usize = 0;
let scratchCapacity: i32 = 0;

/** Makes room for a text of `length` bytes and answers where it goes. */
export function reserveScratch(length: i32): usize {
  if (length > scratchCapacity) {
    scratchCapacity = max(length + (length >> 1), 4096);
    scratchAt = allocate(<usize> scratchCapacity);
  }
  return scratchAt;
}

/** Makes room for the kinds of `count` columns and answers where they go. */
export function configure(
  count: i32,
  earliest: f64,
  latest: f64,
  between: i32,
  decimal: i32,
): usize {
  if (count > kindsCapacity) {
    kindsAt = allocate(<usize> count);
    kindsCapacity = count;
  }
  width = count;
  earliestMs = earliest;
  latestMs = latest;
  separator = <u32> between;
  decimalMark = <u32> decimal;
  return kindsAt;
}

/** Which of the 16 bytes at `p` are separators or line ends, as bits. */
// @ts-ignore: decorator
@inline
function endsAt(p: usize): i32 {
  const block = v128.load(p);
  return i8x16.bitmask(v128.or(
    i8x16.eq(block, i8x16.splat(<i8> separator)),
    v128.or(i8x16.eq(block, i8x16.splat(10)), i8x16.eq(block, i8x16.splat(13))),
  ));
}

/** The first separator or line end at or after `p`. There is a line feed behind the input. */
// @ts-ignore: decorator
@inline
function cellEnd(p: usize): usize {
  let hits = endsAt(p);
  while (hits == 0) hits = endsAt(p += 16);
  return p + <usize> ctz<i32>(hits);
}

/** Which of the 16 bytes at `p` are quotes or line feeds, as bits. */
// @ts-ignore: decorator
@inline
function quotesAt(p: usize): i32 {
  const block = v128.load(p);
  return i8x16.bitmask(
    v128.or(i8x16.eq(block, i8x16.splat(34)), i8x16.eq(block, i8x16.splat(10))),
  );
}

/** The first quote or line feed at or after `p`. */
// @ts-ignore: decorator
@inline
function quotedEnd(p: usize): usize {
  let hits = quotesAt(p);
  while (hits == 0) hits = quotesAt(p += 16);
  return p + <usize> ctz<i32>(hits);
}

// @ts-ignore: decorator
@inline
export function digit(p: usize): u32 {
  return <u32> load<u8>(p) - 48;
}

const powersOfTen: StaticArray<f64> = [
  1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
];

// The end of the number, date or cell that was read last.
export let cellStop: usize = 0;

export function setCellStop(stop: usize): void {
  cellStop = stop;
}

/** The minutes that start at `p`; 0 when they are not in the usual form. */
// @ts-ignore: decorator
@inline
export function readMinutes(p: usize): f64 {
  const start = p;
  let value: u64 = 0;
  let d = digit(p);
  while (d <= 9) {
    value = value * 10 + d;
    d = digit(++p);
    if (p - start > 16) break;
  }
  cellStop = p;
  if (d != decimalMark - 48) return p - start > 15 ? 0 : <f64> value;
  const fraction = ++p;
  d = digit(p);
  while (d <= 9) {
    value = value * 10 + d;
    d = digit(++p);
    if (p - start > 17) break;
  }
  cellStop = p;
  // Up to 15 digits the integer and the power are exact, so the quotient is the nearest double.
  return p - start > 16 ? 0 : <f64> value / unchecked(powersOfTen[<i32> (p - fraction)]);
}

let lastYmd: i32 = -1;
let lastDayMs: f64 = 0;

/** The instant that starts at `p`, or NaN when it is none. */
// @ts-ignore: decorator
@inline
export function readInstant(p: usize): f64 {
  const y0 = digit(p), y1 = digit(p + 1), y2 = digit(p + 2), y3 = digit(p + 3);
  const m0 = digit(p + 5), m1 = digit(p + 6), d0 = digit(p + 8), d1 = digit(p + 9);
  const h0 = digit(p + 11), h1 = digit(p + 12), i0 = digit(p + 14), i1 = digit(p + 15);
  const s0 = digit(p + 17), s1 = digit(p + 18);
  const between = load<u8>(p + 10);
  const hour = h0 * 10 + h1;
  const isUsual = y0 <= 9 && y1 <= 9 && y2 <= 9 && y3 <= 9 && m0 <= 9 && m1 <= 9 && d0 <= 9 &&
    d1 <= 9 && h0 <= 9 && h1 <= 9 && i0 <= 5 && i1 <= 9 && s0 <= 5 && s1 <= 9 && hour <= 23 &&
    (between == 84 || between == 32) && load<u8>(p + 4) == 45 && load<u8>(p + 7) == 45 &&
    load<u8>(p + 13) == 58 && load<u8>(p + 16) == 58;
  if (isUsual) {
    let stop = p + 19;
    if (load<u8>(stop) == 90) stop++;
    const next = <u32> load<u8>(stop);
    if (next == separator || next == LF || next == CR || next == QUOTE) {
      const ymd = <i32> ((((y0 * 10 + y1) * 10 + y2) * 10 + y3) * 10000 +
        (m0 * 10 + m1) * 100 + d0 * 10 + d1);
      if (ymd != lastYmd) {
        // Views come nearly in order of time, so the day is mostly the one before.
        lastDayMs = dayOf(ymd) * 86400000.0;
        lastYmd = ymd;
      }
      cellStop = stop;
      return lastDayMs + <f64> (hour * 3600 + (i0 * 10 + i1) * 60 + s0 * 10 + s1) * 1000.0;
    }
  }
  let stop = p;
  while (stop < p + 64) {
    const byte = <u32> load<u8>(stop);
    if (byte == separator || byte == LF || byte == CR || byte == QUOTE) break;
    stop++;
  }
  cellStop = stop;
  return instantOf(<i32> (p - inputAt), <i32> (stop - inputAt));
}

/**
 * Reads rows from `from` on that start before `stop` into the chunk; answers why it stopped, and leaves
 * where in `position`. The input is `length` bytes with a line feed and slack behind it.
 */
export function scan(from: i32, stop: i32, length: i32, isLast: i32): i32 {
  const end = inputAt + length;
  let p = inputAt + from;
  const stopAt = inputAt + stop;
  let n = begin();
  while (p < stopAt) {
    if (n == CHUNK_ROWS) return leave(p, n, CHUNK_FULL);
    const next = readRow(p, end, isLast, n);
    if (next == 0) return leave(p, n, ODD_ROW);
    if (next == 1) return leave(p, n, INCOMPLETE);
    p = next;
    n++;
  }
  return leave(p, n, DONE);
}

/** Begins a scan; answers the chunk's next row. */
export function begin(): i32 {
  return resolvedRows = rows;
}

/** Ends a scan at `p` with `n` rows in the chunk; answers `status`. */
export function leave(p: usize, n: i32, status: i32): i32 {
  resolveUsers(n);
  position = <i32> (p - inputAt);
  rows = n;
  return status;
}

// The touched slots' sum, kept so that touching them is not optimised away.
export let touched: u32 = 0;

/** Looks up the users of the rows from the last resolved one to `n`. */
function resolveUsers(n: i32): void {
  for (let from = resolvedRows; from < n; from += TOUCH_ROWS) {
    const to = min(n, from + TOUCH_ROWS);
    touchSlots(from, to);
    lookUpUsers(from, to);
  }
  resolvedRows = n;
}

/** Loads the slots of some rows' users, so that memory brings them all at once. */
function touchSlots(from: i32, to: i32): void {
  const slots = <usize> load<u32>(dictionary(USER), D_SLOTS);
  const mask = load<u32>(dictionary(USER), D_MASK);
  let sum: u32 = 0;
  for (let row = from; row < to; row++) {
    const hash = load<u32>(pendingAt + <usize> row * PENDING);
    sum ^= load<u32>(slots + <usize> (hash & mask) * SLOT);
  }
  touched = sum;
}

function lookUpUsers(from: i32, to: i32): void {
  for (let row = from; row < to; row++) {
    const pending = pendingAt + <usize> row * PENDING;
    const length = <usize> load<u32>(pending, 8);
    if (length == 0) continue;
    const at = <usize> load<u32>(pending, 4);
    let code = lookUp(dictionary(USER), load<u32>(pending), at, length, 0);
    if (code < 0) code = add(USER, at, length, 0, -1);
    store<i32>(codesAt + (<usize> row << 2), code);
  }
}

/** Gives a cell's text a code in row `n`, or only judges that of an ignored column; false for an odd row. */
// @ts-ignore: decorator
@inline
export function storeText(kind: i32, start: usize, length: usize, escaped: u32, n: i32): bool {
  if (kind == USER) {
    const pending = pendingAt + <usize> n * PENDING;
    if (
      escaped == 0 && length > 0 && <u32> length <= load<u32>(dictionary(USER), D_MAX) &&
      isPlain(start, length)
    ) {
      store<u32>(pending, hashOf(start, length));
      store<u32>(pending, <u32> start, 4);
      store<u32>(pending, <u32> length, 8);
    } else {
      const code = intern(USER, start, length, escaped);
      if (code <= 0) return false;
      store<u32>(pending, 0, 8);
      store<i32>(codesAt + (<usize> n << 2), code);
    }
  } else if (kind >= 0) {
    const code = intern(kind, start, length, escaped);
    if (code < 0 || (code == 0 && kind == SHOW)) return false;
    // EPISODE_SHIFT of ../episode_codes.ts: 0 is for a missing episode.
    storeCode(kind, n, kind == EPISODE ? code + 1 : code);
  } else if (length > 0 && !isPlain(start, length)) {
    return isValid(<i32> (start - inputAt), <i32> (start + length - inputAt)) != 0;
  }
  return true;
}

// @ts-ignore: decorator
@inline
function storeCode(column: i32, n: i32, code: i32): void {
  store<i32>(codesAt + ((<usize> column * CHUNK_ROWS + <usize> n) << 2), code);
}

/** Row `n` has an episode that is empty. */
export function storeEmptyEpisode(n: i32): void {
  storeCode(EPISODE, n, 1);
}

/** Row `n` has no optional text unless it is stored. */
// @ts-ignore: decorator
@inline
export function clearOptional(n: i32): void {
  let at = codesAt + ((<usize> SHOW * CHUNK_ROWS + <usize> n) << 2);
  for (let column = SHOW + 1; column < textColumns; column++) {
    at += <usize> CHUNK_ROWS << 2;
    store<i32>(at, 0);
  }
}

/** Reads the row at `p` into row `n` of the chunk; answers the next row's start, 0 if odd, 1 if incomplete. */
// @ts-ignore: decorator
@inline
function readRow(rowStart: usize, end: usize, isLast: i32, n: i32): usize {
  let p = rowStart;
  for (let column = 0;;) {
    const kind = <i32> load<i8>(kindsAt + column);
    const isQuoted = <u32> load<u8>(p) == QUOTE;
    if (isQuoted) p++;
    if (kind == MINUTES) {
      const minutes = readMinutes(p);
      if (!(minutes > 0 && minutes <= 1440)) return 0;
      store<f64>(minutesAt + (<usize> n << 3), minutes);
      p = cellStop;
    } else if (kind == DATE) {
      const instant = readInstant(p);
      if (!(instant >= earliestMs && instant <= latestMs)) return 0;
      store<f64>(startsAt + (<usize> n << 3), instant);
      p = cellStop;
    } else {
      const start = p;
      let escaped: u32 = 0;
      if (isQuoted) {
        p = quotedEnd(p);
        // A line end inside quotes is for the slow reading.
        while (<u32> load<u8>(p) == QUOTE && <u32> load<u8>(p + 1) == QUOTE) {
          escaped = 1;
          p = quotedEnd(p + 2);
        }
        if (<u32> load<u8>(p) != QUOTE) return 0;
      } else p = cellEnd(p);
      if (p > end) return 0;
      if (kind == GENRE && p - start > MAX_GENRE_BYTES) return 0;
      if (!storeText(kind, start, p - start, escaped, n)) return 0;
    }
    if (isQuoted) {
      if (<u32> load<u8>(p) != QUOTE) return 0;
      p++;
    }
    const b = <u32> load<u8>(p);
    if (b == separator && p < end) {
      p++;
      if (++column == width) return 0;
      continue;
    }
    if (column != width - 1) return 0;
    if (p - rowStart > <usize> MAX_ROW_BYTES) return 0;
    if (b == CR) {
      if (p + 1 >= end || <u32> load<u8>(p + 1) != LF) return 0;
      return p + 2;
    }
    if (b != LF) return 0;
    if (p < end) return p + 1;
    return isLast != 0 ? end : 1;
  }
}
