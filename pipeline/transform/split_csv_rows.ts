// Splits a small CSV text into its rows; inputs of any size are read by the scanner instead.

import { type CsvForm, USUAL_FORM } from "./csv_form.ts";

/** The text of a row without its line end, and the 1-based line on which it starts. */
export interface CsvRowText {
  readonly text: string;
  readonly line: number;
}

/** Where a reader stands within a cell. */
type Place = "start" | "plain" | "quoted" | "behind quote";

/**
 * The rows of a CSV text; a line end within quotes does not end a row, and blank rows are left out.
 * With a quote that is not closed the last row reaches to the end of the text.
 */
export function splitCsvRows(
  text: string,
  { separator, lineEnd }: Omit<CsvForm, "decimalMark"> = USUAL_FORM,
): CsvRowText[] {
  const rows: CsvRowText[] = [];
  let start = 0, line = 1, nextLine = 1;
  let place: Place = "start";
  for (let at = 0; at <= text.length; at++) {
    const character = text[at];
    if (character === lineEnd) nextLine++;
    if (character !== undefined && (character !== lineEnd || place === "quoted")) {
      place = placeAfter(character, place, separator);
      continue;
    }
    const isCrlf = lineEnd === "\n" && text[at - 1] === "\r";
    const row = text.slice(start, isCrlf ? Math.max(start, at - 1) : at);
    if (row.trim() !== "") rows.push({ text: row, line });
    [start, line, place] = [at + 1, nextLine, "start"];
  }
  return rows;
}

function placeAfter(character: string, place: Place, separator: string): Place {
  if (place === "quoted") return character === '"' ? "behind quote" : "quoted";
  if (character === separator) return "start";
  // Quotes within an unquoted cell are data; a second one behind a quote is a doubled quote.
  return character === '"' && place !== "plain" ? "quoted" : "plain";
}
