// Knows JSON that holds views and is neither an array nor one object a line: an answer of some API with the
// list inside, or objects written over several lines.

import { REQUIRED_COLUMNS } from "../../domain/columns.ts";
import { parseObject } from "./parse_json_object.ts";

/** Lists lie no deeper in any answer. */
const MAX_DEPTH = 6;

/**
 * Why a file that begins with `head` is not NDJSON, as the end of a sentence; null when it may be. A broken
 * first row is none of this: it goes to quarantine like any other.
 */
export function wrappedJsonReason(head: string, isWhole: boolean): string | null {
  const text = head.trimStart();
  if (/^\[\s*(?:\{|$)/.test(text)) return "it is a JSON array: name the file .json";
  if (text[0] !== "{") return null;
  const feed = text.indexOf("\n"), lineEnd = feed < 0 ? text.length : feed;
  const first = parseObject(text.slice(0, lineEnd));
  if (first !== null) {
    const isAlone = isWhole && text.slice(lineEnd).trim() === "";
    const list = hasRequired(first) ? null : findList(first, []);
    return list !== null && (isAlone || hasRequired(list.element)) ? listReason(list.path) : null;
  }
  const end = objectEnd(text);
  if (end === null) return unendedReason(text, lineEnd);
  if (end <= lineEnd) {
    const hasOneLine = feed < 0 || isWhole && text.slice(lineEnd).trim() === "";
    return hasOneLine && /^\s*\{/.test(text.slice(end, lineEnd)) ? ONE_LINE : null;
  }
  const object = parseObject(text.slice(0, end));
  if (object === null) return null;
  const list = hasRequired(object) ? null : findList(object, []);
  return list === null ? SEVERAL_LINES : listReason(list.path);
}

const SEVERAL_LINES =
  "its JSON objects stand on several lines each, where NDJSON has one a line: write " +
  "them anew, as jq -c . FILE > views.ndjson does";

/** Also where lines end in a carriage return alone, as old programs write them. */
const ONE_LINE = "its JSON objects stand on one line, where NDJSON has a line feed behind each: " +
  "write them anew, as jq -c . FILE > views.ndjson does";

function listReason(path: readonly string[]): string {
  const steps = path.map((key) =>
    /^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `.[${JSON.stringify(key)}]`
  ).join("");
  return `it is one JSON object with a list in it, not an array or one object a line: take the list ` +
    `out, as jq -c '${steps}[]' FILE > views.ndjson does`;
}

function hasRequired(object: object): boolean {
  return REQUIRED_COLUMNS.some((name) => Object.hasOwn(object, name));
}

/** The first list of objects, or an empty list, and its first element. */
function findList(
  object: object,
  path: readonly string[],
): { readonly path: readonly string[]; readonly element: object } | null {
  for (const [key, value] of Object.entries(object)) {
    if (typeof value !== "object" || value === null) continue;
    const here = [...path, key];
    if (Array.isArray(value)) {
      const [element = {}] = value;
      if (typeof element === "object" && element !== null) return { path: here, element };
      continue;
    }
    const found = here.length < MAX_DEPTH ? findList(value, here) : null;
    if (found !== null) return found;
  }
  return null;
}

/** Behind the bracket that closes the first; null when it does not come. */
function objectEnd(text: string): number | null {
  let depth = 0, isText = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (isText) {
      if (character === "\\") at++;
      else if (character === '"') isText = false;
    } else if (character === '"') isText = true;
    else if (character === "{" || character === "[") depth++;
    else if ((character === "}" || character === "]") && --depth === 0) return at + 1;
  }
  return null;
}

/** Of an object that is longer than what is looked at. */
function unendedReason(text: string, lineEnd: number): string | null {
  const line = text.slice(0, lineEnd).trimEnd();
  const key = /^\{\s*"((?:[^"\\]|\\.)*)"\s*:\s*\[\s*\{/.exec(text)?.[1];
  if (key !== undefined && !REQUIRED_COLUMNS.includes(key as never)) return listReason([key]);
  const next = text.slice(lineEnd).trimStart()[0];
  const goesOn = /[{,]$/.test(line) && next === '"' || /\[$/.test(line) && next === "{";
  return goesOn ? SEVERAL_LINES : null;
}
