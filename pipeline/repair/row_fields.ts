// Reads the text of a quarantined row into named fields: JSON by its keys, CSV by its header.

import { formatInstant, parseInstant } from "../../domain/instant.ts";
import type { RowFields } from "../../domain/repair.ts";
import { readCsvHeader } from "../transform/csv_header.ts";
import { fieldsFromNetflix, NETFLIX_DIMENSIONS } from "../transform/fields_from_netflix.ts";
import { localDateMs, orderEvidence } from "../transform/local_date.ts";
import { isBareCell } from "../transform/own_export.ts";
import { parseObject } from "../transform/parse_json_object.ts";
import { splitCsvRow } from "../transform/split_csv_row.ts";
import { CSV_SEPARATORS, type CsvSeparator } from "../transform/csv_form.ts";

/** What names the cells of a CSV row. */
export interface RowHeader {
  readonly names: readonly string[];
  /** What parts the cells; null when only the row can tell. */
  readonly separator: CsvSeparator | null;
}

/** In what forms the run that read a row took its cells. */
export interface CellForms {
  /** A comma in a duration that has no point is one. */
  readonly decimalComma?: boolean;
  /** A date of a Netflix export may be one that a spreadsheet wrote. */
  readonly localDate?: boolean;
}

/**
 * The fields, or null when the text is neither an object nor a row of the header. A CSV row with fewer
 * cells has its last ones empty; with more nobody can tell which one is too many.
 */
export function rowFields(
  text: string,
  header: RowHeader | null,
  { decimalComma = false, localDate = false }: CellForms = {},
): RowFields | null {
  if (text.trimStart().startsWith("{")) return parseObject(text.replace(/,\s*$/, ""));
  if (header === null) return null;
  const { names } = header;
  const separator = header.separator ?? likelySeparator(text, names.length);
  const cells = splitCsvRow(text, separator);
  if (cells === null || cells.length > names.length) return null;
  const layout = readCsvHeader(names);
  if (layout.kind === "refused") return null;
  if (layout.kind === "columns") {
    const { watch_duration_minutes: minutesAt, episode: episodeAt } = layout.columns;
    const isMissing = (index: number) =>
      index < 0 || (index === episodeAt && layout.isOwnExport === true &&
        (index >= cells.length || isBareCell(text, index, separator)));
    return Object.fromEntries(
      Object.entries(layout.columns).filter(([, index]) => !isMissing(index))
        .map(([name, index]) => {
          const cell = cells[index] ?? "";
          const isDecimal = decimalComma && separator !== "," && index === minutesAt;
          return [name, isDecimal ? withPoint(cell) : cell];
        }),
    );
  }
  const { fields } = fieldsFromNetflix(cells, layout.columns);
  const { watchMinutes, watchMinutesText, watchDateText } = fields;
  return {
    user_id: fields.userId,
    show_name: fields.showName,
    watch_duration_minutes: Number.isNaN(watchMinutes) ? watchMinutesText : String(watchMinutes),
    watch_date: localDate ? isoDate(watchDateText) : watchDateText,
    episode: fields.episode,
    ...Object.fromEntries(NETFLIX_DIMENSIONS.map((name) => [name, fields[name]])),
  };
}

/** A date that a spreadsheet wrote, as an instant where the date alone tells day and month. */
function isoDate(text: string): string {
  if (!Number.isNaN(parseInstant(text.trim()))) return text;
  const evidence = orderEvidence(text);
  const ms = localDateMs(text, evidence === "day" || evidence === "month" ? evidence : null);
  return Number.isNaN(ms) ? text : formatInstant(ms);
}

/** The separator that gives so many cells, or else the usual one. */
function likelySeparator(text: string, width: number): CsvSeparator {
  return CSV_SEPARATORS.find((one) => splitCsvRow(text, one)?.length === width) ?? ",";
}

function withPoint(duration: string): string {
  return duration.includes(".") ? duration : duration.replace(",", ".");
}
