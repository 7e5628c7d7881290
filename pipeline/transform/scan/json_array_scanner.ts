// Reads the elements of a JSON array as rows, one at a time, so that neither a large array nor a broken
// element takes the whole input with it.

import type { BlockScanner } from "./block_window.ts";
import { ElementFinder, INCOMPLETE, isSpace } from "./json_element.ts";
import type { JsonRowReader } from "./json_row_reader.ts";
import type { RowSink } from "./row_collector.ts";

const LF = 10, COMMA = 44, CLOSE_BRACKET = 93;

/** A scanner of what stands after an array's opening bracket; rows go through `reader`. */
export function createJsonArrayScanner(
  reader: JsonRowReader,
  collector: RowSink,
): BlockScanner {
  return ({ bytes, length, offset, isLast }, { from, stop }) => {
    const elements = new ElementFinder(bytes, length, isLast);
    let p = from;
    for (;;) {
      for (; p < length && isBetween(bytes[p]); p++) {
        if (bytes[p] === LF) collector.lineBreaks++;
        else if (bytes[p] === CLOSE_BRACKET) collector.isArrayClosed = true;
      }
      if (p >= stop || p >= length) return p;
      const end = elements.endOf(p);
      if (end === INCOMPLETE) return p;
      collector.isArrayClosed = false;
      reader.read(bytes.subarray(p, end), offset + p);
      for (; p < end; p++) if (bytes[p] === LF) collector.lineBreaks++;
    }
  };
}

/** White space, commas and the array's own closing bracket stand between elements. */
function isBetween(byte: number): boolean {
  return byte === COMMA || byte === CLOSE_BRACKET || isSpace(byte);
}
