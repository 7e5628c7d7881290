// A value as one cell of a CSV file (RFC 4180), in which a missing text is not an empty one.

/**
 * The cell's text. A missing value is a cell of nothing, an empty text is `""`, as DuckDB, polars and PostgreSQL
 * write and read them; a text is quoted where it must be.
 *
 * @example
 * ```ts
 * import { csvCell } from "./csv_cell.ts";
 * const cells = [null, "", 'a "film"', 7].map(csvCell).join(",");
 * if (cells !== ',"","a ""film""",7') throw new Error(cells);
 * ```
 */
export function csvCell(value: string | number | boolean | null): string {
  if (value === null) return "";
  const text = String(value);
  return text === "" || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
