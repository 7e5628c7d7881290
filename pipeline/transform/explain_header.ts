// Says in one line why the first row of a CSV file is no header of views, and what it may be instead.

import { COLUMN_NAMES } from "../../domain/columns.ts";
import { parseInstant } from "../../domain/instant.ts";
import { type CsvSeparator, SEPARATOR_NAMES } from "./csv_form.ts";
import { type CsvHeader, readCsvHeader } from "./csv_header.ts";
import { lenientSpelling } from "./locate_columns.ts";

/** A first row, split in one of the ways to split it, and what came of that. */
export interface TriedHeader {
  readonly separator: CsvSeparator;
  readonly text: string;
  readonly cells: readonly string[];
  readonly header: CsvHeader;
}

/** What people part cells with that is not read. */
const FOREIGN_SEPARATORS = ["|", ":", "^", "~", "#", "\u0001", "\u001f", "\u00a6", " "];
const KNOWN_NAMES: readonly string[] = COLUMN_NAMES;

/** Completes `Cannot read FILE as …`; `tried` has one entry at least, all refused. */
export function explainHeader(tried: readonly TriedHeader[]): string {
  const { text } = tried[0]!;
  if (/^\s*(?:\[\s*$|(?:\[\s*)?\{\s*(?:["}]|$))/.test(text)) {
    return "it is JSON: name the file .json if it is an array, .ndjson if it has one object a line";
  }
  const foreign = FOREIGN_SEPARATORS.find((mark) =>
    readCsvHeader(text.split(mark).map(unquoted)).kind !== "refused"
  );
  if (foreign !== undefined) {
    return `its separator must be a comma, a semicolon or a tab: current value is ` +
      `${JSON.stringify(foreign)}, save it with commas`;
  }
  // The separator with which the row has most names that are known, or at least most cells.
  const best = tried.toSorted((a, b) =>
    knownNames(b.cells) - knownNames(a.cells) || b.cells.length - a.cells.length
  )[0]!;
  const glued = best.cells.flatMap((cell) => gluedName(cell) ?? [])[0];
  if (glued !== undefined && best.cells.some(isValue)) return gluedMessage(glued);
  if (best.header.kind !== "refused") throw new Error("an accepted header needs no explanation");
  const how = best.separator === "," || best.cells.length === 1
    ? ""
    : ` (separated by ${SEPARATOR_NAMES[best.separator]})`;
  return best.header.message + how;
}

/**
 * Why a header that has all it needs is still none: the first row stands on its line, and would be lost.
 * Null when it is well.
 */
export function gluedHeader(cells: readonly string[]): string | null {
  const value = cells.find(isValue);
  if (value === undefined) return null;
  const glued = cells.flatMap((cell) => gluedName(cell) ?? [])[0];
  return glued !== undefined
    ? gluedMessage(glued)
    : "its header runs into its first row: it must " +
      `hold names alone, current value is ${JSON.stringify(value)}`;
}

function gluedMessage({ name, cell }: { name: string; cell: string }): string {
  return `its header runs into its first row: a line end must stand behind ${name}, ` +
    `current value is ${JSON.stringify(cell.slice(0, 60))}`;
}

/** The known name with which a cell begins that goes on behind it. */
function gluedName(cell: string): { readonly name: string; readonly cell: string } | null {
  const spelt = lenientSpelling(cell);
  const name = KNOWN_NAMES.find((known) => spelt.startsWith(known) && spelt !== known);
  return name === undefined ? null : { name, cell };
}

/** Whether a cell holds a date of a row: no column is called so. */
function isValue(cell: string): boolean {
  return !Number.isNaN(parseInstant(cell.trim()));
}

function knownNames(cells: readonly string[]): number {
  return cells.filter((cell) => KNOWN_NAMES.includes(lenientSpelling(cell))).length;
}

function unquoted(cell: string): string {
  return cell.replace(/^\s*"(.*)"\s*$/s, "$1");
}
