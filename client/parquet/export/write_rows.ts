// Writes selected rows as CSV, JSON lines or Parquet, in their order.

import { formatCount } from "../../../domain/format.ts";
import { csvCell, csvLine, type FormulaRule } from "../../../domain/csv_cell.ts";
import { cellText, toJson } from "../values/cell.ts";
import type { Format } from "./formats.ts";
import type { ParquetTable } from "../file/parquet_table.ts";
import { type Pace, readStored, rowsOf, type Selection } from "../questions/selection.ts";
import { ExactNumber, Instant, ShortNumber } from "../values/told_values.ts";
import { writeParquet } from "./write_parquet.ts";

const MIME: Readonly<Record<Format, string>> = {
  csv: "text/csv;charset=utf-8",
  json: "application/json",
  parquet: "application/vnd.apache.parquet",
};
/** More than this hardly fits into a browser's memory. */
const MAX_ROWS: Readonly<Record<Format, number>> = {
  csv: 5_000_000,
  json: 2_000_000,
  parquet: 1_000_000,
};
const CHUNK_ROWS = 20_000;

/** @throws {Error} there are too many rows: told in words */
export async function writeRows(
  table: ParquetTable,
  selection: Selection,
  { format, formulas = "guard", pace }: {
    readonly format: Format;
    /** For CSV. */
    readonly formulas?: FormulaRule;
    readonly pace: Pace;
  },
): Promise<Blob> {
  if (selection.count > MAX_ROWS[format]) {
    throw new Error(
      `Cannot save ${formatCount(selection.count)} rows as ${format}: ` +
        `the most here is ${formatCount(MAX_ROWS[format])}. Add a condition first.`,
    );
  }
  const names = table.shape.columns.map(({ name }) => name);
  const columns = names.map((name) => table.stored(name));
  const header = csvLine(names.map((name) => csvCell(name, formulas)));
  const texts: string[] = format === "csv" ? [header] : [];
  const kept: unknown[][] = columns.map(() => []);
  for (let from = 0; from < selection.count; from += CHUNK_ROWS) {
    pace.signal.throwIfAborted();
    pace.onProgress(from / selection.count);
    const rows = rowsOf(selection, from, from + CHUNK_ROWS), { length } = rows;
    const stored = await readStored(table, rows, names);
    if (format === "parquet") {
      kept.forEach((column, i) => stored[i]!.forEach((value) => column.push(value)));
      continue;
    }
    const cells = stored.map((column, i) => column.map(columns[i]!.tell));
    texts.push(
      format === "csv"
        ? csvRows(cells, { length, formulas })
        : jsonRows(cells, names, { from, length }),
    );
  }
  pace.onProgress(1);
  const type = MIME[format];
  if (format === "parquet") return new Blob([writeParquet(columns, kept)], { type });
  return new Blob(format === "json" ? ["[", ...texts, "\n]\n"] : texts, { type });
}

function csvRows(
  cells: readonly unknown[][],
  { length, formulas }: { readonly length: number; readonly formulas: FormulaRule },
): string {
  let text = "";
  for (let row = 0; row < length; row++) {
    text += csvLine(cells.map((column) => cellOf(column[row], formulas)));
  }
  return text;
}

/** Numbers and times begin no formula, whatever their sign. */
function cellOf(value: unknown, formulas: FormulaRule): string {
  if (value === null || value === undefined) return csvCell(null);
  const isNumber = typeof value === "number" || typeof value === "bigint" ||
    value instanceof ExactNumber || value instanceof ShortNumber || value instanceof Instant;
  return isNumber ? cellText(value) : csvCell(cellText(value), formulas);
}

function jsonRows(
  cells: readonly unknown[][],
  names: readonly string[],
  { from, length }: { readonly from: number; readonly length: number },
): string {
  let text = "";
  for (let row = 0; row < length; row++) {
    const fields = names.map((name, i) => `${JSON.stringify(name)}:${toJson(cells[i]![row])}`);
    text += `${from + row === 0 ? "" : ","}\n{${fields.join(",")}}`;
  }
  return text;
}
