// A CSV that Playhead itself saved, from the API or the explorer: a cell of nothing is a missing text there, and
// `""` an empty one, so that episodes come back as they were.

import type { CsvSeparator } from "./csv_form.ts";

/** Columns that are derived for each view: other people's files do not have them. */
const DERIVED_COLUMNS = ["is_binge_session", "sitting_start"];

/** Whether the rows under a header are Playhead's own. */
export function isOwnExport(header: readonly string[]): boolean {
  return DERIVED_COLUMNS.every((name) => header.some((cell) => cell.trim() === name));
}

/** Whether the cell at `index` of a well-quoted row is written without quotes and has nothing in it. */
export function isBareCell(
  text: string,
  index: number,
  separator: CsvSeparator,
): boolean {
  let at = 0;
  for (let cell = 0; cell < index; cell++) {
    if (text[at] === '"') at = behindQuotes(text, at);
    at = text.indexOf(separator, at) + 1;
  }
  return at === text.length || text[at] === separator;
}

function behindQuotes(text: string, start: number): number {
  let close = text.indexOf('"', start + 1);
  while (text[close + 1] === '"') close = text.indexOf('"', close + 2);
  return close + 1;
}
