// Reads the elements of a JSON array as rows, one at a time, so that neither a large array nor a broken
// element takes the whole input with it.

import { MAX_ROW_BYTES } from "../../../domain/rule.ts";
import type { BlockScanner } from "./block_window.ts";
import type { JsonRowReader } from "./json_row_reader.ts";
import type { RowSink } from "./row_sink.ts";

const LF = 10, CR = 13, QUOTE = 34, COMMA = 44, BACKSLASH = 92;
const OPEN_BRACKET = 91, CLOSE_BRACKET = 93, OPEN_BRACE = 123, CLOSE_BRACE = 125;

/** A scanner of what stands after an array's opening bracket; rows go through `reader`. */
export function createJsonArrayScanner(
  reader: JsonRowReader,
  collector: RowSink,
): BlockScanner {
  return ({ bytes, length, offset, isLast }, { from, stop }) => {
    let p = from;
    for (;;) {
      for (; p < length && isBetween(bytes[p]); p++) {
        if (bytes[p] === LF) collector.lineBreaks++;
        else if (bytes[p] === CLOSE_BRACKET) collector.isArrayClosed = true;
      }
      if (p >= stop || p >= length) return p;
      const found = findElement(bytes, p, length, isLast);
      if (found === INCOMPLETE) return p;
      const end = found.end ?? brokenEnd(bytes, p, length, isLast, found.foreignAt);
      if (end === INCOMPLETE) return p;
      collector.isArrayClosed = false;
      reader.read(bytes.subarray(p, end), offset + p);
      for (; p < end; p++) if (bytes[p] === LF) collector.lineBreaks++;
    }
  };
}

/** White space, commas and the array's own closing bracket stand between elements. */
function isBetween(byte: number): boolean {
  return byte === COMMA || byte === CLOSE_BRACKET || isSpace(byte);
}

/** White space as JSON has it. */
function isSpace(byte: number): boolean {
  return byte === 32 || byte === 9 || byte === LF || byte === CR;
}

const INCOMPLETE = -1;

/** Where an element ends; null when it is broken: then nothing but its first line is taken for it. */
interface Found {
  readonly end: number | null;
  /** Where a bracket of the wrong kind stands in a broken one; null when there is none. */
  readonly foreignAt: number | null;
}

const BROKEN: Found = { end: null, foreignAt: null };

/**
 * Finds the end of the element at `start`. It is broken when it has none within 1 MiB, or behind that on its first
 * line, or before the input's end, or when a bracket closes what one of the other kind opened: an element that
 * lacks its own bracket must not take those behind it along.
 */
function findElement(
  bytes: Uint8Array,
  start: number,
  length: number,
  isLast: boolean,
): Found | typeof INCOMPLETE {
  let bound = Math.min(length, start + MAX_ROW_BYTES);
  const isNested = bytes[start] === OPEN_BRACE || bytes[start] === OPEN_BRACKET;
  /** Brackets that close what is open, the innermost last. */
  const closing: number[] = [];
  let isText = false, isLong = false;
  for (let p = start;; p++) {
    if (p >= bound) {
      if (isLong || bound === length) break;
      isLong = true;
      // An array may stand on one line, which must not go with one long element.
      bound = lineEnd(bytes, start, length);
      if (p > bound) return BROKEN;
      if (p === bound) break;
    }
    const byte = bytes[p];
    if (isText) {
      if (byte === BACKSLASH) p++;
      else if (byte === QUOTE) isText = false;
    } else if (!isNested && (byte === COMMA || byte === CLOSE_BRACKET || byte === LF)) {
      return endedBy(withoutSpace(bytes, p));
    } else if (byte === QUOTE) isText = true;
    else if (!isNested) continue;
    else if (byte === OPEN_BRACE) closing.push(CLOSE_BRACE);
    else if (byte === OPEN_BRACKET) closing.push(CLOSE_BRACKET);
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      if (closing.pop() !== byte) return { end: null, foreignAt: p };
      if (closing.length === 0) return endedBy(p + 1);
    }
  }
  // A line end stands behind a bound that is not the end of the bytes at hand.
  if (bound < length) return isNested || isText ? BROKEN : endedBy(withoutSpace(bytes, bound));
  if (!isLast) return INCOMPLETE;
  return isNested || isText ? BROKEN : endedBy(withoutSpace(bytes, length));
}

function endedBy(end: number): Found {
  return { end, foreignAt: null };
}

/** The end of a broken element's first line, or of what stands on it before the array's own closing bracket. */
function brokenEnd(
  bytes: Uint8Array,
  start: number,
  length: number,
  isLast: boolean,
  foreignAt: number | null,
): number {
  const end = firstLineEnd(bytes, start, length, isLast);
  if (foreignAt === null || bytes[foreignAt] !== CLOSE_BRACKET) return end;
  if (end !== INCOMPLETE && foreignAt >= end) return end;
  // The array's own has nothing behind it.
  let next = foreignAt + 1;
  while (next < length && isSpace(bytes[next])) next++;
  if (next < length) return end;
  return isLast ? withoutSpace(bytes, foreignAt) : INCOMPLETE;
}

/** The first line feed at or after `start`, or the end of the bytes at hand. */
function lineEnd(bytes: Uint8Array, start: number, length: number): number {
  const feed = bytes.indexOf(LF, start);
  return feed < 0 || feed > length ? length : feed;
}

/** A number or a stray word ends before the white space behind it. */
function withoutSpace(bytes: Uint8Array, end: number): number {
  while (isSpace(bytes[end - 1])) end--;
  return end;
}

function firstLineEnd(
  bytes: Uint8Array,
  start: number,
  length: number,
  isLast: boolean,
): number {
  const end = lineEnd(bytes, start, length);
  if (end < length) return bytes[end - 1] === CR ? end - 1 : end;
  return isLast ? length : INCOMPLETE;
}
