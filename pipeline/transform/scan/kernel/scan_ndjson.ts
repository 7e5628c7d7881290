// The NDJSON scanner's hot loop, in AssemblyScript, over the dictionaries and the chunk of scan_csv.ts. It
// takes lines that hold one flat object of the usual kind: keys without escapes in any order, the known
// ones once each, texts, plain numbers. Any other line is odd and goes to the slow reading, ../json_row_reader.ts,
// to which tests/laws hold it.

import {
  allocate,
  begin,
  cellStop,
  setCellStop,
  CHUNK_FULL,
  CHUNK_ROWS,
  clearOptional,
  COMMA,
  CR,
  DATE,
  DONE,
  earliestMs,
  EPISODE,
  GENRE,
  head,
  INCOMPLETE,
  inputAt,
  isPlain,
  leave,
  latestMs,
  LF,
  MAX_GENRE_BYTES,
  MAX_ROW_BYTES,
  MINUTES,
  minutesAt,
  ODD_ROW,
  QUOTE,
  readInstant,
  readMinutes,
  SHOW,
  startsAt,
  storeEmptyEpisode,
  storeText,
  USER,
} from "./scan_csv";

const SPACE: u32 = 32, TAB: u32 = 9, COLON: u32 = 58, OPEN: u32 = 123, CLOSE: u32 = 125;
const BACKSLASH: u32 = 92, LETTER_U: u32 = 117, LETTER_E: u32 = 101;
const DOT: u32 = 46, MINUS: u32 = 45, ZERO: u32 = 48;
const IGNORED: i32 = -1;
/** "null", "true" and "alse" as four bytes in memory. */
const NULL: u32 = 0x6c6c756e, TRUE: u32 = 0x65757274, ALSE: u32 = 0x65736c61;
/** Bits of the fields that every row must have; a field's bit is 1 << (kind + 4). */
const REQUIRED: u32 = 1 << (DATE + 4) | 1 << (MINUTES + 4) | 1 << (USER + 4) | 1 << (SHOW + 4);
/** Whole numbers below are seconds since 1970, others milliseconds: as domain/instant.ts has it. */
const FIRST_MS_COUNT: u64 = 260000000000;

// A key's record: its length with both quotes, its kind, its bytes. `known` are the keys with a meaning,
// `met` those that the last objects had at each place, as most objects have the same keys in one order.
const K_KIND: usize = 4, K_TEXT: usize = 8, K_SIZE: usize = 40;
const MAX_KEY: usize = 32, PLACES: i32 = 32;
let knownAt: usize = 0;
let knownCount: i32 = 0;
let metAt: usize = 0;

/** Makes room for the records of `count` known keys and answers where they go. */
export function configureKeys(count: i32): usize {
  if (knownAt == 0) {
    knownAt = allocate(<usize> count * K_SIZE);
    metAt = allocate(<usize> PLACES * K_SIZE);
    memory.fill(metAt, 0, <usize> PLACES * K_SIZE);
  }
  knownCount = count;
  return knownAt;
}

/** As scan() of scan_csv.ts, with one JSON object a line. */
export function scanNdjson(from: i32, stop: i32, length: i32, isLast: i32): i32 {
  const end = inputAt + length;
  const stopAt = inputAt + stop;
  let p = inputAt + from;
  let n = begin();
  while (p < stopAt) {
    if (n == CHUNK_ROWS) return leave(p, n, CHUNK_FULL);
    const next = readObject(p, end, isLast, n);
    if (next == 0) return leave(p, n, ODD_ROW);
    if (next == 1) return leave(p, n, INCOMPLETE);
    p = next;
    n++;
  }
  return leave(p, n, DONE);
}

/** Reads the line at `rowStart` into row `n`; answers the next line's start, 0 if odd, 1 if incomplete. */
// @ts-ignore: decorator
@inline
function readObject(rowStart: usize, end: usize, isLast: i32, n: i32): usize {
  let p = afterSpace(rowStart);
  if (<u32> load<u8>(p) != OPEN) return 0;
  p = afterSpace(p + 1);
  clearOptional(n);
  let seen: u32 = 0;
  for (let place = 0;; place++) {
    if (<u32> load<u8>(p) != QUOTE) return 0;
    const met = metAt + <usize> min(place, PLACES - 1) * K_SIZE;
    if (!isKey(met, p) && !meet(met, p)) return 0;
    const kind = <i32> load<i32>(met, K_KIND);
    const bit: u32 = 1 << (kind + 4);
    if (kind != IGNORED && (seen & bit) != 0) return 0;
    seen |= bit;
    p = afterSpace(p + <usize> load<u32>(met));
    if (<u32> load<u8>(p) != COLON) return 0;
    p = readValue(kind, afterSpace(p + 1), n);
    if (p == 0) return 0;
    p = afterSpace(p);
    const b = <u32> load<u8>(p++);
    if (b == CLOSE) break;
    if (b != COMMA) return 0;
    p = afterSpace(p);
  }
  if ((seen & REQUIRED) != REQUIRED) return 0;
  p = afterSpace(p);
  if (p - rowStart > <usize> MAX_ROW_BYTES) return 0;
  const b = <u32> load<u8>(p);
  if (b == CR) return p + 1 >= end || <u32> load<u8>(p + 1) != LF ? 0 : p + 2;
  if (b != LF) return 0;
  if (p < end) return p + 1;
  return isLast != 0 ? end : 1;
}

// @ts-ignore: decorator
@inline
function afterSpace(p: usize): usize {
  let b = <u32> load<u8>(p);
  while (b == SPACE || b == TAB) b = <u32> load<u8>(++p);
  return p;
}

/** Whether the key of a record stands at `p`. As it ends with a quote, it is all of that key. */
// @ts-ignore: decorator
@inline
function isKey(record: usize, p: usize): bool {
  const length = <usize> load<u32>(record);
  if (length == 0 || load<u64>(record, K_TEXT) != head(p, length)) return false;
  for (let i: usize = 8; i < length; i += 8) {
    if (load<u64>(record + i, K_TEXT) != head(p + i, length - i)) return false;
  }
  return true;
}

/** Makes a record of the key at `p`; false for one that has escapes, is long or is not UTF-8. */
function meet(record: usize, p: usize): bool {
  for (let known = 0; known < knownCount; known++) {
    const at = knownAt + <usize> known * K_SIZE;
    if (!isKey(at, p)) continue;
    memory.copy(record, at, K_SIZE);
    return true;
  }
  const stop = textEnd(p + 1);
  const length = stop + 1 - p;
  if (<u32> load<u8>(stop) != QUOTE || length > MAX_KEY) return false;
  if (!storeText(IGNORED, p + 1, stop - p - 1, 0, 0)) return false;
  memory.fill(record, 0, K_SIZE);
  store<u32>(record, <u32> length);
  store<i32>(record, IGNORED, K_KIND);
  memory.copy(record + K_TEXT, p, length);
  return true;
}

/** Reads the value at `p` as one of that kind; answers where it ends, 0 when it is odd. */
// @ts-ignore: decorator
@inline
function readValue(kind: i32, p: usize, n: i32): usize {
  const b = <u32> load<u8>(p);
  if (kind == MINUTES) {
    const isText = b == QUOTE;
    if (!isText && !isNumberStart(p)) return 0;
    const minutes = readMinutes(isText ? p + 1 : p);
    const stop = cellStop;
    if (!(minutes > 0 && minutes <= 1440)) return 0;
    store<f64>(minutesAt + (<usize> n << 3), minutes);
    if (isText) return <u32> load<u8>(stop) == QUOTE ? stop + 1 : 0;
    return <u32> load<u8>(stop - 1) == DOT ? 0 : stop;
  }
  if (kind == DATE) {
    const isText = b == QUOTE;
    const instant = isText ? readInstant(p + 1) : readCount(p);
    if (!(instant >= earliestMs && instant <= latestMs)) return 0;
    const stop = cellStop;
    if (isText && <u32> load<u8>(stop) != QUOTE) return 0;
    store<f64>(startsAt + (<usize> n << 3), instant);
    return isText ? stop + 1 : stop;
  }
  if (b == QUOTE) {
    let stop = textEnd(p + 1);
    let escaped: u32 = 0;
    if (<u32> load<u8>(stop) == BACKSLASH) {
      escaped = 1;
      stop = escapedEnd(stop);
      if (stop == 0) return 0;
    }
    if (<u32> load<u8>(stop) != QUOTE) return 0;
    if (kind == GENRE && stop - p - 1 > MAX_GENRE_BYTES) return 0;
    return storeText(kind, p + 1, stop - p - 1, escaped, n) ? stop + 1 : 0;
  }
  if (kind == IGNORED) return ignoredEnd(p);
  if (kind == GENRE) {
    const stop = ignoredEnd(p);
    return stop > p + MAX_GENRE_BYTES ? 0 : stop;
  }
  if (load<u32>(p) == NULL) {
    // A user or show that is null is missing, and that is for the slow reading.
    if (kind == USER || kind == SHOW) return 0;
    if (kind == EPISODE) storeEmptyEpisode(n);
    return p + 4;
  }
  return readId(kind, p, n);
}

/** A whole number is a text too: its digits, however many. */
function readId(kind: i32, p: usize, n: i32): usize {
  const digits = <u32> load<u8>(p) == MINUS ? p + 1 : p;
  if (!isNumberStart(digits)) return 0;
  const stop = digitsEnd(digits);
  if (!isWhole(stop)) return 0;
  return storeText(kind, p, stop - p, 0, n) ? stop : 0;
}

/** The instant of the whole number at `p`, or NaN when it is below zero, longer than any or none. */
function readCount(p: usize): f64 {
  if (!isNumberStart(p)) return NaN;
  const stop = digitsEnd(p);
  if (stop - p > 15 || !isWhole(stop)) return NaN;
  let count: u64 = 0;
  for (; p < stop; p++) count = count * 10 + (<u64> load<u8>(p) - 48);
  setCellStop(stop);
  return count < FIRST_MS_COUNT ? <f64> count * 1000.0 : <f64> count;
}

/** Whether a number that ends before `stop` goes on with neither a fraction nor an exponent. */
function isWhole(stop: usize): bool {
  const b = <u32> load<u8>(stop);
  return b != DOT && (b | 32) != LETTER_E;
}

/** The end of a number, `true`, `false` or `null` in a field without a meaning; 0 when it is odd. */
function ignoredEnd(p: usize): usize {
  const word = load<u32>(p);
  if (word == NULL || word == TRUE) return p + 4;
  if (<u32> load<u8>(p) == 102 && load<u32>(p, 1) == ALSE) return p + 5;
  if (<u32> load<u8>(p) == MINUS) p++;
  if (!isNumberStart(p)) return 0;
  p = digitsEnd(p);
  if (<u32> load<u8>(p) != DOT) return p;
  const stop = digitsEnd(p + 1);
  return stop == p + 1 ? 0 : stop;
}

/**
 * The quote or control character behind a text of which the first escape is at `p`; 0 when an escape is
 * none that JSON has. What the escapes stand for is found out once for each text, by learn().
 */
function escapedEnd(p: usize): usize {
  do {
    const b = <u32> load<u8>(p, 1);
    if (b == LETTER_U) {
      for (let i: usize = 2; i < 6; i++) if (!isHex(<u32> load<u8>(p + i))) return 0;
      p += 6;
    } else if (isEscape(b)) p += 2;
    else return 0;
    p = textEnd(p);
  } while (<u32> load<u8>(p) == BACKSLASH);
  return p;
}

function isHex(b: u32): bool {
  return b - ZERO <= 9 || (b | 32) - 97 <= 5;
}

/** Whether a backslash and this byte are an escape. */
function isEscape(b: u32): bool {
  return b == QUOTE || b == BACKSLASH || b == 47 || b == 98 || b == 102 || b == 110 || b == 114 ||
    b == 116;
}

/** Whether a digit stands at `p` that is no leading zero. JSON has no others. */
// @ts-ignore: decorator
@inline
function isNumberStart(p: usize): bool {
  const d = <u32> load<u8>(p) - ZERO;
  return d <= 9 && (d != 0 || <u32> load<u8>(p + 1) - ZERO > 9);
}

function digitsEnd(p: usize): usize {
  while (<u32> load<u8>(p) - ZERO <= 9) p++;
  return p;
}

/** Which of the 16 bytes at `p` are quotes, backslashes or control characters, as bits. */
// @ts-ignore: decorator
@inline
function textEndsAt(p: usize): i32 {
  const block = v128.load(p);
  return i8x16.bitmask(v128.or(
    i8x16.lt_u(block, i8x16.splat(32)),
    v128.or(i8x16.eq(block, i8x16.splat(34)), i8x16.eq(block, i8x16.splat(92))),
  ));
}

/** The first quote, backslash or control character at or after `p`; the line feed behind the input is one. */
// @ts-ignore: decorator
@inline
function textEnd(p: usize): usize {
  let hits = textEndsAt(p);
  while (hits == 0) hits = textEndsAt(p += 16);
  return p + <usize> ctz<i32>(hits);
}
