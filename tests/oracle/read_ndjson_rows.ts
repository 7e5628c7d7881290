// Reads NDJSON the obvious way: each line that is not blank is a row.

import { byteText, lossyText } from "./byte_text.ts";
import { afterBom, countFeeds, isBlankLine, physicalLine } from "./physical_line.ts";
import { rowReasonsOf, type SourceRow } from "./source_row.ts";

/** A JSON object as `JSON.parse` gives it. */
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
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? value as JsonObject
      : null;
  } catch {
    return null;
  }
}
