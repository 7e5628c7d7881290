// Reads a view's fields from the cells of a CSV row, by the columns that its header named.

import { type ColumnName, forDimensions } from "../../domain/columns.ts";
import { parseInstant } from "../../domain/instant.ts";
import type { CsvForm } from "./csv_form.ts";
import { parseDecimal } from "./parse_decimal.ts";
import type { RawFields } from "./raw_fields.ts";

/** Where each known column stands in a row; -1 when the header does not have it. */
export type CellColumns = Readonly<Record<ColumnName, number>>;

/** The fields of one row. `cells` are unquoted texts, as many as the header has. */
export function fieldsFromCells(
  cells: readonly string[],
  columns: CellColumns,
  decimalMark: CsvForm["decimalMark"] = ".",
): RawFields {
  const cell = (index: number) => index < 0 ? "" : cells[index] ?? "";
  const watchMinutesText = cell(columns.watch_duration_minutes);
  const watchDateText = cell(columns.watch_date);
  return {
    ...forDimensions((name) => cell(columns[name])),
    userId: cell(columns.user_id),
    showName: cell(columns.show_name),
    watchMinutes: parseDecimal(watchMinutesText, decimalMark),
    watchMinutesText,
    startMs: parseInstant(watchDateText.trim()),
    watchDateText,
    eventId: cell(columns.event_id),
    episode: columns.episode < 0 ? null : cell(columns.episode),
    genre: cell(columns.genre),
  };
}
