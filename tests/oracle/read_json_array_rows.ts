// Reads a JSON array the obvious way: finds where each element ends, then parses it by itself.

import { MAX_ROW_BYTES } from "../../domain/rule.ts";
import { byteText } from "./byte_text.ts";
import { afterBom, countFeeds, physicalLine } from "./physical_line.ts";
import { type JsonObject, jsonRow } from "./read_ndjson_rows.ts";
import { rowReasonsOf, type SourceRow } from "./source_row.ts";

/** What the ETL must refuse whole: the input ends in the middle. */
export class UnclosedArrayError extends Error {}

/**
 * Reads a JSON array; an element that is no object breaks `row.columns`. Only its first line is taken of an element
 * that ends neither within 1 MiB nor on its first line, or not within 4 KiB of a line break in a text (JSON has none
 * there), or in which a bracket closes what one of the other kind opened; then reading resumes with the next line.
 * That line does not have the array's own bracket at its end. Commas and closing brackets between elements are not
 * checked, so that a stray one drops no row in silence; but one must stand behind the last element.
 */
export function readJsonArrayRows(bytes: Uint8Array): SourceRow<JsonObject>[] {
  const text = byteText(bytes);
  const rows: SourceRow<JsonObject>[] = [];
  let behindLast = 0;
  let at = skip(text, afterBom(text), SPACE);
  if (text[at] !== "[") throw new Error("Cannot read a JSON array as it must start with [");
  for (at = skip(text, at + 1, BETWEEN); at < text.length; at = skip(text, at, BETWEEN)) {
    const line = countFeeds(text.slice(0, at)) + 1;
    const { end, wrongAt } = elementEnd(text, at);
    const first = physicalLine(text, at);
    const isNear = (place: number) => place - at <= MAX_ROW_BYTES || place <= first.end;
    if (end !== null && isNear(end)) {
      rows.push(jsonRow(bytes.subarray(at, end), line, at));
      at = end;
    } else {
      const isClosing = wrongAt !== null && wrongAt < first.end && isLast(text, wrongAt);
      const raw = bytes.subarray(at, isClosing ? withoutSpace(text, wrongAt) : first.end);
      const rowReasons = rowReasonsOf(raw, "row.columns");
      rows.push({ line, offset: at, raw, rowReasons, content: null });
      at = isClosing ? wrongAt : first.next;
    }
    behindLast = at;
  }
  const end = text.slice(behindLast === 0 ? text.indexOf("[") + 1 : behindLast);
  if (!end.includes("]")) throw new UnclosedArrayError("A JSON array must end with ]");
  return rows;
}

/** So far behind a line break within a text the element is looked for its end. */
const BROKEN_TEXT_BYTES = 4_096;
const SPACE = " \t\r\n";
const BETWEEN = SPACE + ",]";

function skip(text: string, start: number, characters: string): number {
  let at = start;
  while (at < text.length && characters.includes(text[at] ?? "")) at++;
  return at;
}

/** Whether a bracket there is the array's own. */
function isLast(text: string, at: number): boolean {
  return text[at] === "]" && skip(text, at + 1, SPACE) === text.length;
}

interface ElementEnd {
  /** Behind the last character; null when it has no end. */
  readonly end: number | null;
  /** Where a bracket of the wrong kind stands; null when there is none. */
  readonly wrongAt: number | null;
}

function elementEnd(text: string, start: number): ElementEnd {
  const isNested = text[start] === "{" || text[start] === "[";
  let open = "";
  let textBreakAt = Infinity;
  let inString = false;
  for (let at = start; at < text.length; at++) {
    const character = text[at] ?? "";
    if (at >= textBreakAt + BROKEN_TEXT_BYTES) return { end: null, wrongAt: null };
    if (inString && character === "\n") {
      if (!isNested) return { end: null, wrongAt: null };
      textBreakAt = Math.min(textBreakAt, at);
    } else if (inString) {
      if (character === "\\" && text[at + 1] !== "\n") at++;
      else if (character === '"') inString = false;
    } else if (!isNested && ",]\n".includes(character)) {
      return { end: withoutSpace(text, at), wrongAt: null };
    } else if (character === '"') {
      inString = true;
    } else if (character === "{" || character === "[") {
      open += character;
    } else if (isNested && (character === "}" || character === "]")) {
      const fits = open.at(-1) === (character === "}" ? "{" : "[");
      if (!fits) return { end: null, wrongAt: at };
      open = open.slice(0, -1);
      if (open === "") return { end: at + 1, wrongAt: null };
    }
  }
  const end = isNested || inString ? null : withoutSpace(text, text.length);
  return { end, wrongAt: null };
}

function withoutSpace(text: string, end: number): number {
  return SPACE.includes(text[end - 1] ?? "?") ? withoutSpace(text, end - 1) : end;
}
