// Writes selected rows as CSV, JSON lines or Parquet, in their order.

import { type ColumnSource, parquetWriteBuffer } from "hyparquet-writer";
import { csvCell } from "../../domain/csv_cell.ts";
import { cellText, toJson } from "./cell.ts";
import type { ColumnShape } from "./file_shape.ts";
import type { Format } from "./formats.ts";
import type { ParquetTable } from "./parquet_table.ts";
import { type Pace, readCells, rowsOf, type Selection } from "./selection.ts";

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
  { format, pace }: { readonly format: Format; readonly pace: Pace },
): Promise<Blob> {
  if (selection.count > MAX_ROWS[format]) {
    throw new Error(
      `Cannot save ${selection.count.toLocaleString("en")} rows as ${format}: ` +
        `the most here is ${MAX_ROWS[format].toLocaleString("en")}. Add a condition first.`,
    );
  }
  const { columns } = table.shape, names = columns.map(({ name }) => name);
  const texts: string[] = format === "csv" ? [names.map(csvCell).join(",") + "\r\n"] : [];
  const stored: unknown[][] = columns.map(() => []);
  for (let from = 0; from < selection.count; from += CHUNK_ROWS) {
    pace.signal.throwIfAborted();
    pace.onProgress(from / selection.count);
    const rows = rowsOf(selection, from, from + CHUNK_ROWS);
    const cells = await readCells(table, rows, names);
    if (format === "csv") texts.push(csvRows(cells, rows.length));
    else if (format === "json") texts.push(jsonRows(cells, names, { from, length: rows.length }));
    else stored.forEach((kept, i) => cells[i]!.forEach((value) => kept.push(value)));
  }
  pace.onProgress(1);
  const type = MIME[format];
  if (format === "parquet") {
    const columnData = columns.map((column, i) => columnSource(column, stored[i]!));
    return new Blob([parquetWriteBuffer({ columnData, createdBy: "playhead explore" })], { type });
  }
  return new Blob(format === "json" ? ["[", ...texts, "\n]\n"] : texts, { type });
}

function csvRows(cells: readonly unknown[][], length: number): string {
  let text = "";
  for (let row = 0; row < length; row++) {
    text += cells.map((column) => csvCell(textOrNull(column[row]))).join(",") + "\r\n";
  }
  return text;
}

function textOrNull(value: unknown): string | null {
  return value === null || value === undefined ? null : cellText(value);
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

/** Nested columns become JSON; decimals, which are read as numbers, become doubles. */
function columnSource({ name, kind, stored, type }: ColumnShape, data: unknown[]): ColumnSource {
  const nullable = true;
  if (kind === "time") return { name, data, nullable, type: "TIMESTAMP" };
  if (kind === "boolean") return { name, data, nullable, type: "BOOLEAN" };
  if (kind === "text") return { name, data, nullable, type: "STRING" };
  if (kind === "other") {
    const texts = data.map((value) => value === null || value === undefined ? null : toJson(value));
    return { name, data: texts, nullable, type: "STRING" };
  }
  if (type.startsWith("int") && (stored === "INT32" || stored === "INT64")) {
    return { name, data, nullable, type: stored };
  }
  const numbers = data.map((value) => value === null || value === undefined ? null : Number(value));
  return { name, data: numbers, nullable, type: "DOUBLE" };
}
