// How the cells of one CSV input become fields, from what its header said.

import { marksOf } from "../csv_form.ts";
import type { CsvLayout } from "../csv_header.ts";
import { fieldsFromCells } from "../fields_from_cells.ts";
import { fieldsFromNetflix } from "../fields_from_netflix.ts";
import { isBareCell } from "../own_export.ts";
import type { CsvDialect } from "./csv_scanner.ts";
import { DATE, GENRE, IGNORED, MINUTES } from "./scan_csv.ts";
import { TEXT_COLUMNS } from "./view_columns.ts";

/** The dialect of a header. Netflix exports have titles to take apart, so each row is read slowly. */
export function csvDialect(layout: CsvLayout): CsvDialect {
  const { width, form } = layout;
  const base = { width, separator: form.separator, marks: marksOf(form) };
  if (layout.kind === "netflix") {
    const { columns, localDates } = layout;
    const fieldsOf = (cells: readonly string[]) => fieldsFromNetflix(cells, columns, localDates);
    return { ...base, kinds: null, fieldsOf };
  }
  const { columns } = layout;
  const kinds = new Int8Array(width).fill(IGNORED);
  TEXT_COLUMNS.forEach((name, column) => {
    if (columns[name] >= 0) kinds[columns[name]] = column;
  });
  kinds[columns.watch_duration_minutes] = MINUTES;
  kinds[columns.watch_date] = DATE;
  if (columns.genre >= 0) kinds[columns.genre] = GENRE;
  const tellsMissing = layout.isOwnExport === true && columns.episode >= 0;
  const fieldsOf = (cells: readonly string[], text: string) => {
    const fields = fieldsFromCells(cells, columns, form.decimalMark);
    const isMissing = tellsMissing && isBareCell(text, columns.episode, form.separator);
    return { fields: isMissing ? { ...fields, episode: null } : fields, exclusion: null };
  };
  // The fast scanners know neither rows that end in a CR nor what quotes tell.
  const isFast = form.lineEnd === "\n" && !tellsMissing;
  return { ...base, kinds: isFast ? kinds : null, fieldsOf };
}
