// Reads the text of a quarantined row into named fields: JSON by its keys, CSV by its header.

import type { RowFields } from "../../domain/repair.ts";
import { readCsvHeader } from "../transform/csv_header.ts";
import { fieldsFromNetflix } from "../transform/fields_from_netflix.ts";
import { parseObject } from "../transform/scan/json_row_reader.ts";
import { splitCsvRow } from "../transform/split_csv_row.ts";

/**
 * The fields, or null when the text is neither an object nor a row of the header. A CSV row with fewer
 * cells has its last ones empty; with more nobody can tell which one is too many.
 */
export function rowFields(text: string, header: readonly string[] | null): RowFields | null {
  if (text.trimStart().startsWith("{")) return parseObject(text.replace(/,\s*$/, ""));
  const cells = splitCsvRow(text);
  if (header === null || cells === null || cells.length > header.length) return null;
  const layout = readCsvHeader(header);
  if (layout.kind === "refused") return null;
  if (layout.kind === "columns") {
    return Object.fromEntries(
      Object.entries(layout.columns).filter(([, index]) => index >= 0)
        .map(([name, index]) => [name, cells[index] ?? ""]),
    );
  }
  const { fields } = fieldsFromNetflix(cells, layout.columns);
  const { watchMinutes, watchMinutesText, watchDateText } = fields;
  return {
    user_id: fields.userId,
    show_name: fields.showName,
    watch_duration_minutes: Number.isNaN(watchMinutes) ? watchMinutesText : String(watchMinutes),
    watch_date: watchDateText,
    episode: fields.episode,
    device: fields.device,
    country: fields.country,
  };
}
