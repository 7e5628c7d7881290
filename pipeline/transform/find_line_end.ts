// Tells by a CSV file's beginning what ends its rows: line feeds, or carriage returns alone.

import type { CsvForm } from "./csv_form.ts";

const TAB = 9, LF = 10, CR = 13, QUOTE = 34, COMMA = 44, SEMICOLON = 59;

/** Where a reader stands within a cell. */
type Place = "start" | "plain" | "quoted" | "behind quote";

/**
 * What ends the rows of a file that begins with `head`. A CR alone does when one ends the first row and no
 * line feed stands outside of quotes: in a file with line feeds it is data.
 */
export function findLineEnd(head: Uint8Array, start: number): CsvForm["lineEnd"] {
  let place: Place = "start", isByReturn = false;
  for (let p = start; p < head.length; p++) {
    const byte = head[p]!;
    if (place === "quoted") {
      if (byte === QUOTE) place = "behind quote";
    } else if (byte === LF) return "\n";
    else if (byte === CR) {
      if (head[p + 1] === LF) return "\n";
      isByReturn = true;
      place = "start";
    } else place = placeBehind(byte, place);
  }
  return isByReturn ? "\r" : "\n";
}

function placeBehind(byte: number, place: Place): Place {
  if (byte === COMMA || byte === SEMICOLON || byte === TAB) return "start";
  // Quotes within an unquoted cell are data; a second one behind a quote is a doubled quote.
  return byte === QUOTE && place !== "plain" ? "quoted" : "plain";
}
