// Writes a list of flat objects as CSV (RFC 4180), with a header.

import { csvCell, type FormulaRule } from "../../domain/csv_cell.ts";

/** Cells of one row by column; null is a cell of nothing, an empty text is `""`. */
export type CsvRow = Readonly<Record<string, string | number | boolean | null>>;

/**
 * Writes the rows; the columns are those of the first one. Texts that begin a formula are guarded unless `formulas`
 * is `keep`.
 *
 * @example
 * ```ts
 * import { toCsv } from "./to_csv.ts";
 * const text = toCsv([{ show_name: "One, Two", users: 3 }]);
 * if (text !== 'show_name,users\r\n"One, Two",3\r\n') throw new Error(text);
 * ```
 */
export function toCsv(rows: readonly CsvRow[], formulas: FormulaRule = "guard"): string {
  if (rows.length === 0) return "";
  const columns = Object.keys(rows[0]!);
  const cell = (value: CsvRow[string]) => csvCell(value, formulas);
  const lines = rows.map((row) => columns.map((column) => cell(row[column] ?? null)).join(","));
  return [columns.map(cell).join(","), ...lines, ""].join("\r\n");
}
