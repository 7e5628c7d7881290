// Writes a list of flat objects as CSV (RFC 4180), with a header.

/** Cells of one row by column; null is an empty cell. */
export type CsvRow = Readonly<Record<string, string | number | boolean | null>>;

/**
 * Writes the rows; the columns are those of the first one.
 *
 * @example
 * ```ts
 * import { toCsv } from "./to_csv.ts";
 * const text = toCsv([{ show_name: "One, Two", users: 3 }]);
 * if (text !== 'show_name,users\r\n"One, Two",3\r\n') throw new Error(text);
 * ```
 */
export function toCsv(rows: readonly CsvRow[]): string {
  if (rows.length === 0) return "";
  const columns = Object.keys(rows[0]!);
  const lines = rows.map((row) => columns.map((column) => cell(row[column] ?? null)).join(","));
  return [columns.map(cell).join(","), ...lines, ""].join("\r\n");
}

function cell(value: CsvRow[string]): string {
  if (value === null) return "";
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
