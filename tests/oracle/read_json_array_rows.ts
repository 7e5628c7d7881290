// Reads a JSON array the obvious way: finds where each element ends, then parses it by itself.

import { MAX_ROW_BYTES } from "../../domain/rule.ts";
import { byteText } from "./byte_text.ts";
import { afterBom, countFeeds, physicalLine } from "./physical_line.ts";
import { type JsonObject, jsonRow } from "./read_ndjson_rows.ts";
import { rowReasonsOf, type SourceRow } from "./source_row.ts";

/** What the ETL must refuse whole: the input ends in the middle. */
export class UnclosedArrayError extends Error {}

/**
 * Reads a JSON array; an element that is no object breaks `row.columns`. Of an element that ends neither
 * within 1 MiB nor on its first line, only that line is taken, and reading resumes with the next. Commas and closing
 * brackets between elements are not checked, so that a stray one drops no row in silence; but one must stand
 * behind the last element.
 */
export function readJsonArrayRows(bytes: Uint8Array): SourceRow<JsonObject>[] {
  const text = byteText(bytes);
  const rows: SourceRow<JsonObject>[] = [];
  let behindLast = 0;
  let at = skip(text, afterBom(text), SPACE);
  if (text[at] !== "[") throw new Error("Cannot read a JSON array as it must start with [");
  for (at = skip(text, at + 1, BETWEEN); at < text.length; at = skip(text, at, BETWEEN)) {
    const line = countFeeds(text.slice(0, at)) + 1;
    const end = elementEnd(text, at);
    const first = physicalLine(text, at);
    if (end !== null && (end - at <= MAX_ROW_BYTES || end <= first.end)) {
      rows.push(jsonRow(bytes.subarray(at, end), line, at));
      at = end;
    } else {
      const raw = bytes.subarray(at, first.end);
      const rowReasons = rowReasonsOf(raw, "row.columns");
      rows.push({ line, offset: at, raw, rowReasons, content: null });
      at = first.next;
    }
    behindLast = at;
  }
  const end = text.slice(behindLast === 0 ? text.indexOf("[") + 1 : behindLast);
  if (!end.includes("]")) throw new UnclosedArrayError("A JSON array must end with ]");
  return rows;
}

const SPACE = " \t\r\n";
const BETWEEN = SPACE + ",]";

function skip(text: string, start: number, characters: string): number {
  let at = start;
  while (at < text.length && characters.includes(text[at] ?? "")) at++;
  return at;
}

/** Behind the last character of the element at `start`; null when it has no end. */
function elementEnd(text: string, start: number): number | null {
  const isNested = text[start] === "{" || text[start] === "[";
  let depth = 0;
  let inString = false;
  for (let at = start; at < text.length; at++) {
    const character = text[at] ?? "";
    if (inString) {
      if (character === "\\") at++;
      else if (character === '"') inString = false;
    } else if (!isNested && ",]\n".includes(character)) {
      return withoutSpace(text, at);
    } else if (character === '"') {
      inString = true;
    } else if (character === "{" || character === "[") {
      depth++;
    } else if (character === "}" || character === "]") {
      depth--;
      if (isNested && depth === 0) return at + 1;
    }
  }
  return isNested || inString ? null : withoutSpace(text, text.length);
}

function withoutSpace(text: string, end: number): number {
  return SPACE.includes(text[end - 1] ?? "?") ? withoutSpace(text, end - 1) : end;
}
