// A value as one cell of a CSV file (RFC 4180): a missing text is not an empty one, and no spreadsheet takes a text
// for a formula.

/**
 * What becomes of texts that a spreadsheet would take for a formula: `guard` puts an apostrophe before them, `keep`
 * writes them as they are.
 */
export const FORMULA_RULES = ["guard", "keep"] as const;

export type FormulaRule = typeof FORMULA_RULES[number];

/** Spreadsheets begin a formula at these, also in full width, and leave out tabs and line breaks before them. */
const BEGINS_FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/;

/**
 * The cell's text. A missing value is a cell of nothing, an empty text is `""`, as DuckDB, polars and PostgreSQL
 * write and read them; a text is quoted where it must be. A text that begins a formula, also behind apostrophes, gets
 * one apostrophe more: to take the guard off again, take one apostrophe from every text that begins with apostrophes
 * and one of those characters. Numbers are never changed.
 *
 * @example
 * ```ts
 * import { csvCell } from "./csv_cell.ts";
 * const cells = [null, "", 'a "film"', -7, "=1+1"].map((value) => csvCell(value)).join(",");
 * if (cells !== `,"","a ""film""",-7,'=1+1`) throw new Error(cells);
 * ```
 */
export function csvCell(
  value: string | number | boolean | null,
  formulas: FormulaRule = "guard",
): string {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  const text = formulas === "guard" && BEGINS_FORMULA.test(value) ? `'${value}` : value;
  return text === "" || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A row of such cells, with its line end. */
export function csvLine(cells: readonly string[]): string {
  return cells.join(",") + "\r\n";
}
