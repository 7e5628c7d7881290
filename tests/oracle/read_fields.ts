// Reads an input of any format down to rows and their fields.

import { naiveDecimal } from "./naive_decimal.ts";
import { fieldsOfCells, fieldsOfObject, type NaiveFields } from "./naive_fields.ts";
import { isNetflixHeader, netflixDates, netflixFields } from "./netflix_fields.ts";
import { readCsvRows } from "./read_csv_rows.ts";
import { readJsonArrayRows } from "./read_json_array_rows.ts";
import { readNdjsonRows } from "./read_ndjson_rows.ts";
import type { SourceRow } from "./source_row.ts";
import { hasLocalDates, styleOf } from "./spreadsheet_dates.ts";

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
  const { header, rows, separator } = readCsvRows(bytes);
  const dates = isNetflixHeader(header) ? netflixDates(header, rows) : [];
  const style = hasLocalDates(dates) ? styleOf(dates) : "usual";
  const fieldsOf = isNetflixHeader(header)
    ? (names: readonly string[], cells: readonly string[]) => netflixFields(names, cells, style)
    : separator !== "," && hasDecimalCommas(header, rows)
    ? fieldsWithDecimalComma
    : fieldsOfCells;
  return rows.map((row) => {
    const fields = row.content === null ? null : fieldsOf(header, row.content);
    const isMissing = isOwnExport(header) && isBare(row.raw, header.indexOf("episode"), separator);
    return { row, fields: fields !== null && isMissing ? { ...fields, episode: null } : fields };
  });
}

/** Whether Playhead saved these rows: then a cell of nothing is a missing episode, and `""` an empty one. */
function isOwnExport(header: readonly string[]): boolean {
  return header.includes("is_binge_session") && header.includes("sitting_start");
}

/** Whether a cell of a row has neither text nor quotes. */
function isBare(raw: Uint8Array, column: number, separator: string): boolean {
  const cells = new TextDecoder().decode(raw)
    .matchAll(new RegExp(`("([^"]|"")*"|[^${separator}]*)(${separator}|$)`, "g"));
  return [...cells][column]?.[1] === "";
}

/** Whether a duration has a comma and none has a point. */
function hasDecimalCommas(
  header: readonly string[],
  rows: readonly SourceRow<readonly string[]>[],
): boolean {
  const column = header.indexOf("watch_duration_minutes");
  const durations = rows.map((row) => row.content?.[column] ?? "").join(" ");
  return durations.includes(",") && !durations.includes(".");
}

function fieldsWithDecimalComma(
  header: readonly string[],
  cells: readonly string[],
): NaiveFields {
  const fields = fieldsOfCells(header, cells);
  const { watchMinutesText } = fields;
  return { ...fields, watchMinutes: naiveDecimal(watchMinutesText.replaceAll(",", ".")) };
}
