// Reads NDJSON the obvious way: each line that is not blank is a row.

import { byteText, lossyText } from "./byte_text.ts";
import { afterBom, countFeeds, isBlankLine, physicalLine } from "./physical_line.ts";
import { rowReasonsOf, type SourceRow } from "./source_row.ts";

/** A number as its text has it. */
export class WrittenNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toJSON(): number {
    return Number(this.text);
  }
}

/** A JSON object as `JSON.parse` gives it, but with its numbers as {@link WrittenNumber}. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Reads NDJSON; a line that is no JSON object breaks `row.columns`. */
export function readNdjsonRows(bytes: Uint8Array): SourceRow<JsonObject>[] {
  const text = byteText(bytes);
  const rows: SourceRow<JsonObject>[] = [];
  let start = afterBom(text);
  let line = 1;
  while (start < text.length) {
    const { end, next } = physicalLine(text, start);
    if (!isBlankLine(text, start)) rows.push(jsonRow(bytes.subarray(start, end), line, start));
    line += countFeeds(text.slice(start, next));
    start = next;
  }
  return rows;
}

/** The row that these bytes of JSON are. */
export function jsonRow(raw: Uint8Array, line: number, offset: number): SourceRow<JsonObject> {
  const content = objectOf(lossyText(raw));
  const rowReasons = rowReasonsOf(raw, content === null ? "row.columns" : null);
  return { line, offset, raw, rowReasons, content };
}

function objectOf(text: string): JsonObject | null {
  try {
    const value = parseWithNumbers(text);
    const isObject = typeof value === "object" && value !== null;
    return isObject && !Array.isArray(value) && !(value instanceof WrittenNumber)
      ? value as JsonObject
      : null;
  } catch {
    return null;
  }
}

type Reviver = (key: string, value: unknown, context: { readonly source: string }) => unknown;

function parseWithNumbers(text: string): unknown {
  const written: Reviver = (_, value, { source }) =>
    typeof value === "number" ? new WrittenNumber(source) : value;
  return JSON.parse(text, written as (key: string, value: unknown) => unknown);
}
