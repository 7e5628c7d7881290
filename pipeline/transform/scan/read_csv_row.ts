// Where a CSV row ends, byte by byte: the slow and obvious reading that the fast scanner falls back to.

import { MAX_ROW_BYTES } from "../../../domain/rule.ts";
import { type CsvMarks, USUAL_MARKS } from "../csv_form.ts";

const TAB = 9, LF = 10, CR = 13, SPACE = 32, QUOTE = 34;

/** A row's place: its bytes are `[start, end)`, the next row starts at `next`. */
export interface CsvRowPlace {
  readonly kind: "row";
  readonly end: number;
  readonly next: number;
  /** False when the row breaks `row.quoting`; then the place is that of its first line. */
  readonly wellQuoted: boolean;
}

/** What was found at a row's start. `incomplete`: the row may go on after the bytes at hand. */
export type CsvRowReading = CsvRowPlace | { readonly kind: "incomplete" };

const INCOMPLETE: CsvRowReading = { kind: "incomplete" };

/** Reads the row that starts at `start` of `bytes[0 .. length)`; `isLast`: the input ends there. */
export function readCsvRow(
  bytes: Uint8Array,
  start: number,
  length: number,
  isLast: boolean,
  marks: CsvMarks = USUAL_MARKS,
): CsvRowReading {
  const { separator, lineEnd } = marks;
  let p = start;
  for (;;) {
    if (p < length && bytes[p] === QUOTE) {
      const close = closingQuote(bytes, p + 1, start, length);
      if (close === UNCLOSED) return firstLine(bytes, start, length, isLast, lineEnd);
      if (close === UNKNOWN) {
        return isLast ? firstLine(bytes, start, length, true, lineEnd) : INCOMPLETE;
      }
      p = close + 1;
      if (p >= length) return isLast ? place(p, p) : INCOMPLETE;
      if (bytes[p] === lineEnd) return place(p, p + 1);
      if (bytes[p] === CR && lineEnd === LF) {
        if (p + 1 >= length && !isLast) return INCOMPLETE;
        if (p + 1 < length && bytes[p + 1] === LF) return place(p, p + 2);
      }
      if (bytes[p] !== separator) return firstLine(bytes, start, length, isLast, lineEnd);
    } else {
      while (p < length && bytes[p] !== separator && bytes[p] !== lineEnd) p++;
      if (p >= length) return isLast ? place(length, length) : INCOMPLETE;
      if (bytes[p] === lineEnd) return place(endBefore(bytes, start, p), p + 1);
    }
    p++;
  }
}

function place(end: number, next: number): CsvRowPlace {
  return { kind: "row", end, next, wellQuoted: true };
}

const UNCLOSED = -1, UNKNOWN = -2;

/** The place of the quote that closes a cell, {@link UNCLOSED} or, out of bytes, {@link UNKNOWN}. */
function closingQuote(bytes: Uint8Array, from: number, start: number, length: number): number {
  const limit = start + MAX_ROW_BYTES;
  for (let p = from;;) {
    while (p < length && p < limit && bytes[p] !== QUOTE) p++;
    if (p >= limit) return UNCLOSED;
    if (p >= length) return UNKNOWN;
    if (p + 1 < length) {
      if (bytes[p + 1] !== QUOTE) return p;
    } else {
      return p;
    }
    p += 2;
  }
}

function firstLine(
  bytes: Uint8Array,
  start: number,
  length: number,
  isLast: boolean,
  lineEnd: number,
): CsvRowReading {
  const feed = bytes.indexOf(lineEnd, start);
  if (feed >= 0 && feed < length) {
    return {
      kind: "row",
      end: endBefore(bytes, start, feed),
      next: feed + 1,
      wellQuoted: false,
    };
  }
  return isLast ? { kind: "row", end: length, next: length, wellQuoted: false } : INCOMPLETE;
}

/** A CR before the line feed belongs to the line end. */
function endBefore(bytes: Uint8Array, start: number, feed: number): number {
  return bytes[feed] === LF && feed > start && bytes[feed - 1] === CR ? feed - 1 : feed;
}

/**
 * Whether `bytes[start .. end)` holds nothing but spaces and tabs: a blank line, which is no row. Tabs that
 * part cells make a row of empty cells, as commas do.
 */
export function isBlank(bytes: Uint8Array, start: number, end: number, separator = 44): boolean {
  for (let p = start; p < end; p++) {
    if (bytes[p] !== SPACE && (bytes[p] !== TAB || separator === TAB)) return false;
  }
  return true;
}
