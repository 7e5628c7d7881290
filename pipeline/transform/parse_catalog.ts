// Reads the text of a catalog: a CSV with `show_name,runtime_minutes[,genre][,episode]` in any order.

import { UsageError } from "../../domain/errors.ts";
import { nearestName } from "../../domain/nearest_name.ts";
import type { CatalogEntry } from "./catalog.ts";
import {
  CSV_SEPARATORS,
  type CsvForm,
  type CsvSeparator,
  separatorDeclaration,
  USUAL_FORM,
} from "./csv_form.ts";
import { findLineEnd } from "./find_line_end.ts";
import { locateColumns, type LocatedColumns } from "./locate_columns.ts";
import { parseDecimal } from "./parse_decimal.ts";
import { splitCsvRow } from "./split_csv_row.ts";
import { clean } from "./validate_fields.ts";

/** Longest runtime, in minutes: well over the longest film, well under a slip of the keyboard. */
export const MAX_RUNTIME_MINUTES = 100_000;

const SPELLINGS = {
  show_name: ["show_name"],
  runtime_minutes: ["runtime_minutes"],
  genre: ["genre"],
  episode: ["episode"],
} as const;

type CatalogColumns = LocatedColumns<keyof typeof SPELLINGS>["columns"];

/** Why a catalog is no good; completes `Cannot read the catalog PATH, …`. */
class CatalogProblem extends Error {}

/**
 * The entries of a catalog, one for each show and episode; the same line twice is one entry.
 * `path` is for messages.
 * @throws {UsageError} one line that names the line and the value
 */
export function parseCatalog(text: string, path: string): CatalogEntry[] {
  try {
    return readEntries(text.replace(/^\uFEFF/, ""));
  } catch (cause) {
    if (!(cause instanceof CatalogProblem)) throw cause;
    throw new UsageError(`Cannot read the catalog ${path}, ${cause.message}`);
  }
}

function readEntries(text: string): CatalogEntry[] {
  const { separator, rows: [header, ...rows] } = splitCatalog(text);
  if (header === undefined) {
    throw new CatalogProblem("as it is empty: its first line must be show_name,runtime_minutes");
  }
  const cellsOf = (row: CsvRowText) =>
    splitCsvRow(row.text, separator) ?? refuse(row, "its quotes must be closed", row.text);
  const names = splitCsvRow(header.text, separator) ??
    refuse(header, "its quotes must be closed", null);
  const columns = catalogColumns(header, names);
  const read = rows.map((row) => ({ row, cells: cellsOf(row) }));
  const runtimes = read.map(({ cells }) => cells[columns.runtime_minutes] ?? "").join("\n");
  const decimalMark = separator !== "," && runtimes.includes(",") && !runtimes.includes(".")
    ? ","
    : ".";
  const entries = new Map<string, CatalogEntry & { readonly line: number }>();
  for (const { row, cells } of read) {
    if (cells.length !== names.length) {
      refuse(row, `its cells must be ${names.length}, like the header's`, `${cells.length}`);
    }
    const entry = readEntry(row, cells, { columns, decimalMark });
    const key = JSON.stringify([entry.showName, entry.episode]);
    const before = entries.get(key);
    if (before === undefined) entries.set(key, { ...entry, line: row.line });
    else refuseConflict(row, entry, before);
  }
  return [...entries.values()].map(({ line: _, ...entry }) => entry);
}

/** The rows of a catalog in the form in which its header makes most sense, as CSV of views is read. */
function splitCatalog(
  text: string,
): { readonly separator: CsvSeparator; readonly rows: readonly CsvRowText[] } {
  const lineEnd = findLineEnd(new TextEncoder().encode(text), 0);
  const known = (separator: CsvSeparator) => {
    const rows = splitCsvRows(text, { separator, lineEnd });
    const isDeclared = rows[0] !== undefined && separatorDeclaration(rows[0].text) !== null;
    const used = isDeclared ? rows.slice(1) : rows;
    const names = used[0] === undefined ? null : splitCsvRow(used[0].text, separator);
    const { columns } = locateColumns(names ?? [], SPELLINGS);
    const count = Object.values(columns).filter((index) => index >= 0).length;
    return { separator, rows: used, count };
  };
  return CSV_SEPARATORS.map(known).reduce((best, other) => other.count > best.count ? other : best);
}

function catalogColumns(header: CsvRowText, names: readonly string[]): CatalogColumns {
  const { columns, repeated, ignored } = locateColumns(names, SPELLINGS);
  for (const name of ["show_name", "runtime_minutes"] as const) {
    if (columns[name] >= 0) continue;
    const meant = nearestName(name, ignored);
    const hint = meant === null ? "" : ` (is ${meant} meant?)`;
    refuse(header, `its header must name the column ${name}${hint}`, header.text);
  }
  if (repeated.length > 0) refuse(header, `it must name ${repeated.join()} once`, header.text);
  return columns;
}

function readEntry(
  row: CsvRowText,
  cells: readonly string[],
  { columns, decimalMark }: {
    readonly columns: CatalogColumns;
    readonly decimalMark: CsvForm["decimalMark"];
  },
): CatalogEntry {
  const cell = (index: number) => clean(cells[index] ?? "");
  const showName = cell(columns.show_name);
  if (showName === "") refuse(row, "show_name must not be empty", row.text);
  const runtimeText = cell(columns.runtime_minutes);
  const runtimeMinutes = parseDecimal(runtimeText, decimalMark);
  if (!(runtimeMinutes > 0 && runtimeMinutes <= MAX_RUNTIME_MINUTES)) {
    const need = `runtime_minutes must be a number above 0 and at most ${MAX_RUNTIME_MINUTES}`;
    refuse(row, need, runtimeText);
  }
  return {
    showName,
    episode: cell(columns.episode) || null,
    runtimeMinutes,
    genre: cell(columns.genre) || null,
  };
}

/** Two lines on one show and episode must agree, as nobody can tell which one is right. */
function refuseConflict(
  row: CsvRowText,
  entry: CatalogEntry,
  before: CatalogEntry & { readonly line: number },
): void {
  const name = entry.episode === null ? entry.showName : `${entry.showName}, ${entry.episode}`;
  const agree = `${shown(name)} must be as line ${before.line} has it`;
  if (entry.runtimeMinutes !== before.runtimeMinutes) {
    refuse(row, `the runtime of ${agree}, ${before.runtimeMinutes}`, `${entry.runtimeMinutes}`);
  }
  if (entry.genre !== before.genre) {
    refuse(row, `the genre of ${agree}, ${shown(before.genre ?? "")}`, entry.genre ?? "");
  }
}

function refuse(row: CsvRowText, need: string, value: string | null): never {
  const current = value === null ? "" : `: current value is ${shown(value)}`;
  throw new CatalogProblem(`line ${row.line}, as ${need}${current}`);
}

/** On one line, and not too long for it. */
function shown(value: string): string {
  return JSON.stringify(value.length > 80 ? value.slice(0, 79) + "…" : value);
}

/** The text of a row without its line end, and the 1-based line on which it starts. */
interface CsvRowText {
  readonly text: string;
  readonly line: number;
}

/** Where a reader stands within a cell. */
type Place = "start" | "plain" | "quoted" | "behind quote";

/**
 * The rows of a CSV text; a line end within quotes does not end a row, and blank rows are left out.
 * With a quote that is not closed the last row reaches to the end of the text.
 */
export function splitCsvRows(
  text: string,
  { separator, lineEnd }: Omit<CsvForm, "decimalMark"> = USUAL_FORM,
): CsvRowText[] {
  const rows: CsvRowText[] = [];
  let start = 0, line = 1, nextLine = 1;
  let place: Place = "start";
  for (let at = 0; at <= text.length; at++) {
    const character = text[at];
    if (character === lineEnd) nextLine++;
    if (character !== undefined && (character !== lineEnd || place === "quoted")) {
      place = placeAfter(character, place, separator);
      continue;
    }
    const isCrlf = lineEnd === "\n" && text[at - 1] === "\r";
    const row = text.slice(start, isCrlf ? Math.max(start, at - 1) : at);
    if (row.trim() !== "") rows.push({ text: row, line });
    [start, line, place] = [at + 1, nextLine, "start"];
  }
  return rows;
}

function placeAfter(character: string, place: Place, separator: string): Place {
  if (place === "quoted") return character === '"' ? "behind quote" : "quoted";
  if (character === separator) return "start";
  // Quotes within an unquoted cell are data; a second one behind a quote is a doubled quote.
  return character === '"' && place !== "plain" ? "quoted" : "plain";
}
