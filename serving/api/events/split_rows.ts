// Cuts a body into the exact bytes of its rows: one JSON value, the elements of an array, or lines.

/** Rows, or why the body is none. */
export type SplitBody =
  | { readonly kind: "rows"; readonly rows: readonly Uint8Array[] }
  | { readonly kind: "bad"; readonly reason: string };

const TAB = 0x09, NEWLINE = 0x0a, RETURN = 0x0d, SPACE = 0x20;
const QUOTE = 0x22, COMMA = 0x2c, BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b, CLOSE_LIST = 0x5d, OPEN_OBJECT = 0x7b, CLOSE_OBJECT = 0x7d;

/**
 * Cuts a body. What looks like an array is one; else each line is a row, unless the first line is not
 * whole by itself: then the body is one value over several lines. Rows are not parsed here: whoever
 * parses them finds what is not JSON.
 */
export function splitRows(body: Uint8Array, maxRows: number): SplitBody {
  const hasMark = body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf;
  const bytes = hasMark ? body.subarray(3) : body;
  const start = skipSpace(bytes, 0);
  if (start === bytes.length) return { kind: "bad", reason: "it is empty" };
  if (bytes[start] === OPEN_LIST) return splitArray(bytes, start + 1, maxRows);
  return splitLines(bytes, maxRows);
}

function splitLines(bytes: Uint8Array, maxRows: number): SplitBody {
  const rows: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const found = bytes.indexOf(NEWLINE, at), end = found < 0 ? bytes.length : found;
    const row = trimmed(bytes, at, end);
    at = end + 1;
    if (row.length === 0) continue;
    // A first line that does not end as a value does is a part of one that is spread over lines.
    if (rows.length === 0 && end < bytes.length && !endsOnItsLine(row)) {
      return { kind: "rows", rows: [trimmed(bytes, 0, bytes.length)] };
    }
    if (rows.length === maxRows) return tooMany(maxRows);
    rows.push(row);
  }
  return { kind: "rows", rows };
}

/** Whether a line that opens an object closes it too. */
function endsOnItsLine(line: Uint8Array): boolean {
  return line[0] !== OPEN_OBJECT || valueEnd(line, 0) === line.length;
}

function splitArray(bytes: Uint8Array, from: number, maxRows: number): SplitBody {
  const rows: Uint8Array[] = [];
  let at = skipSpace(bytes, from);
  if (bytes[at] === CLOSE_LIST) return afterArray(bytes, at, rows);
  for (;;) {
    const end = valueEnd(bytes, at);
    if (end < 0) return { kind: "bad", reason: `element ${rows.length} is not closed` };
    if (end === at) return { kind: "bad", reason: `element ${rows.length} is missing` };
    if (rows.length === maxRows) return tooMany(maxRows);
    rows.push(bytes.subarray(at, end));
    at = skipSpace(bytes, end);
    if (bytes[at] === CLOSE_LIST) return afterArray(bytes, at, rows);
    if (bytes[at] !== COMMA) {
      return { kind: "bad", reason: `a comma or ] must follow element ${rows.length - 1}` };
    }
    at = skipSpace(bytes, at + 1);
  }
}

function afterArray(bytes: Uint8Array, close: number, rows: Uint8Array[]): SplitBody {
  if (skipSpace(bytes, close + 1) < bytes.length) {
    return { kind: "bad", reason: "something follows the array" };
  }
  if (rows.length === 0) return { kind: "bad", reason: "the array is empty" };
  return { kind: "rows", rows };
}

function tooMany(maxRows: number): SplitBody {
  return { kind: "bad", reason: `it has more than ${maxRows} rows: send it in parts` };
}

/** Where the value at `at` ends, behind its bracket, quote or last letter; −1 when it is not closed. */
function valueEnd(bytes: Uint8Array, at: number): number {
  let depth = 0;
  for (let index = at; index < bytes.length; index++) {
    const byte = bytes[index]!;
    if (byte === QUOTE) {
      index = stringEnd(bytes, index);
      if (index === bytes.length) return -1;
      if (depth === 0) return index + 1;
    } else if (byte === OPEN_LIST || byte === OPEN_OBJECT) depth++;
    else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) {
      if (depth === 0) return index; // the array's own bracket ends a number or a word
      if (--depth === 0) return index + 1;
    } else if (depth === 0 && (byte === COMMA || isSpace(byte))) return index;
  }
  return depth === 0 ? bytes.length : -1;
}

/** The closing quote's place, or the end. */
function stringEnd(bytes: Uint8Array, open: number): number {
  for (let at = open + 1; at < bytes.length; at++) {
    if (bytes[at] === BACKSLASH) at++;
    else if (bytes[at] === QUOTE) return at;
  }
  return bytes.length;
}

function trimmed(bytes: Uint8Array, start: number, end: number): Uint8Array {
  let from = start, to = end;
  while (from < to && isSpace(bytes[from]!)) from++;
  while (to > from && isSpace(bytes[to - 1]!)) to--;
  return bytes.subarray(from, to);
}

function skipSpace(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && isSpace(bytes[at]!)) at++;
  return at;
}

function isSpace(byte: number): boolean {
  return byte === SPACE || byte === NEWLINE || byte === RETURN || byte === TAB;
}
