// The fast CSV scanner: from bytes to columns of numbers, with no string and no object per row. It takes
// only rows in the usual forms; any other row goes to `readOddRow`, the slow reading with every rule.
// tests/laws hold the two to the same outcome.

import { COLUMNS } from "../../../domain/columns.ts";
import { epochDay, parseInstant } from "../../../domain/instant.ts";
import { MAX_ROW_BYTES, MAX_WATCH_MINUTES } from "../../../domain/rule.ts";
import type { CsvMarks } from "../csv_form.ts";
import type { DateBounds } from "../validate_fields.ts";
import { EPISODE_SHIFT } from "./episode_codes.ts";
import { isUtf8 } from "./is_utf8.ts";
import { HASH_PRIME, HASH_SEED, type TextInterner } from "./text_interner.ts";
import { EPISODE, SHOW, USER, type ViewColumns } from "./view_columns.ts";

/** Bytes that must be allocated after the input's end in a scanned buffer: one line feed and slack. */
export const SCAN_SLACK = 64;

/**
 * Kinds of a CSV column besides the text columns, which are kinds by their own index (0 and up). Nothing is
 * kept of a genre, but one that may be too long is for the slow reading.
 */
export const IGNORED = -1, MINUTES = -2, DATE = -3, GENRE = -4;

/** What the scanner needs to know of the input and its surroundings. */
export interface CsvScan {
  /** By position in the row: an index into TEXT_COLUMNS, or IGNORED, MINUTES, DATE or GENRE. */
  readonly kinds: Int8Array;
  /** What parts cells and marks decimals; rows end in a line feed. */
  readonly marks: Omit<CsvMarks, "lineEnd">;
  readonly interners: readonly TextInterner[];
  readonly columns: ViewColumns;
  /** Event times that are taken. */
  readonly bounds: DateBounds;
  /** Reads one row in whatever form; returns where the next one starts, or -1 if it needs more bytes. */
  readonly readOddRow: (start: number) => number;
  /** Rows that the fast path took; `readOddRow` counts its own. */
  fastRows: number;
}

const LF = 10, CR = 13, QUOTE = 34, DASH = 45, COLON = 58, Z = 90;
const MAX_GENRE_BYTES = COLUMNS.genre.maxBytes;
const POWERS_OF_TEN = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent);

/**
 * Scans the rows of `bytes[from .. length)` that start before `stop`; returns where the first row after
 * them starts, which is before `stop` only when that row needs more bytes.
 * `bytes[length]` must be a line feed with {@link SCAN_SLACK} bytes allocated from there on.
 */
export function scanCsv(
  scan: CsvScan,
  bytes: Uint8Array,
  range: { from: number; stop: number; length: number; isLast: boolean },
): number {
  const { kinds, interners, columns, readOddRow } = scan;
  const { separator, decimalMark } = scan.marks;
  const { earliestMs, latestMs } = scan.bounds;
  const { stop, length, isLast } = range;
  const width = kinds.length;
  // Most bytes are above all that may end a cell.
  const highestEnd = Math.max(separator, QUOTE);
  let chunk = columns.open();
  let { codes, watchMinutes, startMs, rows: n } = chunk;
  let fastRows = 0, ymd = -1, dayMs = 0;
  let p = range.from;

  nextRow:
  while (p < stop) {
    if (n === startMs.length) {
      chunk.rows = n;
      chunk = columns.addChunk();
      ({ codes, watchMinutes, startMs, rows: n } = chunk);
    }
    const rowStart = p;
    readRow: {
      for (let column = 0;;) {
        const kind = kinds[column];
        let b = bytes[p];
        const isQuoted = b === QUOTE;
        if (isQuoted) b = bytes[++p];
        const cellStart = p;
        if (kind === MINUTES) {
          let value = 0;
          let digit = b - 48;
          while (digit >= 0 && digit <= 9) {
            value = value * 10 + digit;
            digit = bytes[++p] - 48;
          }
          if (digit === decimalMark - 48) {
            const fractionStart = ++p;
            digit = bytes[p] - 48;
            while (digit >= 0 && digit <= 9) {
              value = value * 10 + digit;
              digit = bytes[++p] - 48;
            }
            // Up to 15 digits the integer and the power are exact, so the quotient is the nearest double.
            if (p - cellStart > 16) break readRow;
            value /= POWERS_OF_TEN[p - fractionStart];
          } else if (p - cellStart > 15) break readRow;
          if (!(value > 0 && value <= MAX_WATCH_MINUTES)) break readRow;
          watchMinutes[n] = value;
          b = bytes[p];
        } else if (kind === DATE) {
          // `invalid` turns negative as soon as one byte is no digit.
          let t = bytes[p] - 48, invalid = t | (9 - t), number = t;
          t = bytes[p + 1] - 48, invalid |= t | (9 - t), number = number * 10 + t;
          t = bytes[p + 2] - 48, invalid |= t | (9 - t), number = number * 10 + t;
          t = bytes[p + 3] - 48, invalid |= t | (9 - t), number = number * 10 + t;
          t = bytes[p + 5] - 48, invalid |= t | (9 - t), number = number * 10 + t;
          t = bytes[p + 6] - 48, invalid |= t | (9 - t), number = number * 10 + t;
          t = bytes[p + 8] - 48, invalid |= t | (9 - t), number = number * 10 + t;
          t = bytes[p + 9] - 48, invalid |= t | (9 - t), number = number * 10 + t;
          t = bytes[p + 11] - 48, invalid |= t | (9 - t);
          let seconds = t * 36_000;
          t = bytes[p + 12] - 48, invalid |= t | (9 - t), seconds += t * 3_600;
          const hours = seconds;
          t = bytes[p + 14] - 48, invalid |= t | (5 - t), seconds += t * 600;
          t = bytes[p + 15] - 48, invalid |= t | (9 - t), seconds += t * 60;
          t = bytes[p + 17] - 48, invalid |= t | (5 - t), seconds += t * 10;
          t = bytes[p + 18] - 48, invalid |= t | (9 - t), seconds += t;
          let instantMs = NaN;
          b = bytes[p + 10];
          if (
            invalid >= 0 && hours < 86_400 && (b === 84 || b === 32) &&
            bytes[p + 4] === DASH && bytes[p + 7] === DASH &&
            bytes[p + 13] === COLON && bytes[p + 16] === COLON
          ) {
            if (number !== ymd) {
              // Views come nearly in order of time, so the day is mostly the one before.
              ymd = number;
              dayMs = 86_400_000 *
                epochDay(Math.trunc(number / 10_000), Math.trunc(number / 100) % 100, number % 100);
            }
            instantMs = dayMs + seconds * 1_000;
            p += 19;
          }
          b = bytes[p];
          if (b === Z) b = bytes[++p];
          if (
            instantMs !== instantMs ||
            (b > highestEnd || (b !== separator && b !== LF && b !== CR && b !== QUOTE))
          ) {
            p = plainCellEnd(bytes, cellStart, separator);
            instantMs = parseInstant(String.fromCharCode(...bytes.subarray(cellStart, p)));
            b = bytes[p];
          }
          if (!(instantMs >= earliestMs && instantMs <= latestMs)) break readRow;
          startMs[n] = instantMs;
        } else {
          let hash = HASH_SEED, escaped = 0;
          if (isQuoted) {
            // A line end inside quotes is for the slow reading.
            for (;;) {
              while (b !== QUOTE && b !== LF) {
                hash = Math.imul(hash ^ b, HASH_PRIME);
                b = bytes[++p];
              }
              if (b === LF || bytes[p + 1] !== QUOTE) break;
              escaped = 1;
              hash = Math.imul(hash ^ QUOTE, HASH_PRIME);
              hash = Math.imul(hash ^ QUOTE, HASH_PRIME);
              b = bytes[p += 2];
            }
          } else {
            while (b > highestEnd || (b !== separator && b !== LF && b !== CR)) {
              hash = Math.imul(hash ^ b, HASH_PRIME);
              b = bytes[++p];
            }
          }
          if (kind >= 0) {
            const code = interners[kind].intern(bytes, cellStart, p, hash, escaped);
            if (code < 0 || (code === 0 && (kind === USER || kind === SHOW))) break readRow;
            codes[kind]![n] = kind === EPISODE ? code + EPISODE_SHIFT : code;
          } else if (kind === GENRE && p - cellStart > MAX_GENRE_BYTES) break readRow;
          else if (!isUtf8(bytes, cellStart, p)) break readRow;
        }
        if (isQuoted) {
          if (b !== QUOTE) break readRow;
          b = bytes[++p];
        }
        if (b === separator) {
          p++;
          if (++column === width) break readRow;
          continue;
        }
        if (column !== width - 1) break readRow;
        if (p - rowStart > MAX_ROW_BYTES) break readRow;
        if (b === CR) {
          if (p + 1 >= length) break readRow;
          b = bytes[++p];
        }
        if (b !== LF) break readRow;
        if (p < length) p++;
        else if (!isLast) {
          p = rowStart;
          break nextRow;
        }
        n++;
        fastRows++;
        continue nextRow;
      }
    }
    chunk.rows = n;
    scan.fastRows += fastRows;
    fastRows = 0;
    const next = readOddRow(rowStart);
    if (next < 0) {
      p = rowStart;
      break;
    }
    p = next;
    chunk = columns.open();
    ({ codes, watchMinutes, startMs, rows: n } = chunk);
  }
  chunk.rows = n;
  scan.fastRows += fastRows;
  return p;
}

/** The end of an unquoted cell, or of the part of a quoted one before its closing quote; 64 bytes at most. */
function plainCellEnd(bytes: Uint8Array, start: number, separator: number): number {
  let p = start;
  for (const limit = start + 64; p < limit; p++) {
    const b = bytes[p];
    if (b === separator || b === LF || b === CR || b === QUOTE) break;
  }
  return p;
}
