// Reads CSV rows the obvious way: one row at a time, from the text in memory.

import { MAX_ROW_BYTES } from "../../domain/rule.ts";
import { bytesOf, byteText, lossyText } from "./byte_text.ts";
import { type CsvStyle, isDeclaration, lineEndOf, separatorOf } from "./csv_style.ts";
import { afterBom, countFeeds, isBlankLine, physicalLine } from "./physical_line.ts";
import { rowReasonsOf, type SourceRow } from "./source_row.ts";

/** A CSV file: the header's names (trimmed), and all rows below it that are not blank. */
export interface CsvRows {
  readonly header: readonly string[];
  readonly separator: string;
  readonly rows: readonly SourceRow<readonly string[]>[];
}

interface CutRow {
  /** Unquoted cells, one character a byte; null when the quoting is broken. */
  readonly cells: readonly string[] | null;
  /** Behind the row's last byte. */
  readonly end: number;
  /** Behind the row's line end. */
  readonly next: number;
}

/** Reads a CSV file. Throws when it has no header. */
export function readCsvRows(bytes: Uint8Array): CsvRows {
  const text = byteText(bytes);
  const rows: SourceRow<readonly string[]>[] = [];
  const lineEnd = lineEndOf(text);
  let style: CsvStyle = { separator: ",", lineEnd };
  let header: readonly string[] | null = null;
  let start = afterBom(text);
  let line = 1;
  while (start < text.length) {
    const physical = physicalLine(text, start, lineEnd);
    const whole = text.slice(start, physical.end);
    const isFirst = header === null && !isBlankLine(text, start, lineEnd);
    if (isFirst && !isDeclaration(whole)) style = { ...style, separator: separatorOf(whole) };
    // A line of tabs that part cells is a row of empty cells.
    const blank: boolean = header !== null && style.separator === "\t"
      ? /^ *$/.test(whole)
      : isBlankLine(text, start, lineEnd) || (isFirst && isDeclaration(whole));
    const row: CutRow = blank ? { cells: [], ...physical } : cutRow(text, start, style);
    const cells = row.cells?.map((cell) => lossyText(bytesOf(cell))) ?? null;
    if (!blank && header === null) {
      if (cells === null) throw new Error("Cannot read a CSV as its header's quoting is broken");
      header = cells.map((name) => name.trim());
    } else if (!blank && header !== null) {
      const raw = bytes.subarray(start, row.end);
      const ragged = cells !== null && cells.length !== header.length;
      const shape = cells === null ? "row.quoting" : ragged ? "row.columns" : null;
      const content = ragged ? null : cells;
      rows.push({ line, offset: start, raw, rowReasons: rowReasonsOf(raw, shape), content });
    }
    line += countFeeds(text.slice(start, row.next), lineEnd);
    start = row.next;
  }
  if (header === null) throw new Error("Cannot read a CSV as it has no header");
  return { header, rows, separator: style.separator };
}

/** Cuts the row at `start`; with broken quoting only its first physical line. */
function cutRow(text: string, start: number, style: CsvStyle): CutRow {
  const cells: string[] = [];
  let at = start;
  for (;;) {
    const cell = text[at] === '"' ? quotedCell(text, at, start, style) : plainCell(text, at, style);
    if (cell === null) return { cells: null, ...physicalLine(text, start, style.lineEnd) };
    cells.push(cell.text);
    at = cell.end;
    if (text[at] !== style.separator) break;
    at++;
  }
  return { cells, end: at, next: physicalLine(text, at, style.lineEnd).next };
}

interface Cell {
  readonly text: string;
  readonly end: number;
}

function plainCell(text: string, start: number, style: CsvStyle): Cell {
  let end = start;
  while (!isCellEnd(text, end, style)) end++;
  return { text: text.slice(start, end), end };
}

/** The quoted cell at `start`; null when its quote is not closed in time or text follows the close. */
function quotedCell(
  text: string,
  start: number,
  rowStart: number,
  style: CsvStyle,
): Cell | null {
  let close = text.indexOf('"', start + 1);
  while (close !== -1 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  // The closing quote itself must be among the row's first 1,048,576 bytes.
  if (close === -1 || close - rowStart + 1 > MAX_ROW_BYTES) return null;
  if (!isCellEnd(text, close + 1, style)) return null;
  return { text: text.slice(start + 1, close).replaceAll('""', '"'), end: close + 1 };
}

function isCellEnd(text: string, at: number, { separator, lineEnd }: CsvStyle): boolean {
  if (at >= text.length || text[at] === separator || text[at] === lineEnd) return true;
  return lineEnd === "\n" && text[at] === "\r" && text[at + 1] === "\n";
}
