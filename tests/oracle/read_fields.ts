// Reads an input of any format down to rows and their fields.

import { fieldsOfCells, fieldsOfObject, type NaiveFields } from "./naive_fields.ts";
import { isNetflixHeader, netflixFields } from "./netflix_fields.ts";
import { readCsvRows } from "./read_csv_rows.ts";
import { readJsonArrayRows } from "./read_json_array_rows.ts";
import { readNdjsonRows } from "./read_ndjson_rows.ts";
import type { SourceRow } from "./source_row.ts";

/** The formats of section "Rows in"; a Netflix export is a CSV, known by its header. */
export type InputFormat = "csv" | "ndjson" | "json";

/** A row and its fields; null when they cannot be told apart. */
export interface FieldsOfRow {
  readonly row: SourceRow<unknown>;
  readonly fields: NaiveFields | null;
}

/** Reads all rows of an input, in the order in which they stand there. */
export function readFields(bytes: Uint8Array, format: InputFormat): FieldsOfRow[] {
  if (format !== "csv") {
    const rows = format === "ndjson" ? readNdjsonRows(bytes) : readJsonArrayRows(bytes);
    return rows.map((row) => ({
      row,
      fields: row.content === null ? null : fieldsOfObject(row.content),
    }));
  }
  const { header, rows } = readCsvRows(bytes);
  const fieldsOf = isNetflixHeader(header) ? netflixFields : fieldsOfCells;
  return rows.map((row) => ({
    row,
    fields: row.content === null ? null : fieldsOf(header, row.content),
  }));
}
