// Reads the rows of a block of NDJSON: one JSON object a line.

import type { BlockScanner } from "./block_window.ts";
import type { JsonRowReader } from "./json_row_reader.ts";
import { isBlank } from "./read_csv_row.ts";
import type { RowSink } from "./row_sink.ts";

const LF = 10, CR = 13;

/** A scanner of one block; rows go through `reader`, which keeps the lines' count in `collector`. */
export function createNdjsonScanner(reader: JsonRowReader, collector: RowSink): BlockScanner {
  return ({ bytes, length, offset, isLast }, { from, stop }) => {
    let p = from;
    while (p < stop) {
      const feed = bytes.indexOf(LF, p);
      if (feed >= length && !isLast) break;
      const end = feed > p && feed < length && bytes[feed - 1] === CR ? feed - 1 : feed;
      if (!isBlank(bytes, p, end)) reader.read(bytes.subarray(p, end), offset + p);
      if (feed < length) collector.lineBreaks++;
      p = Math.min(feed + 1, length);
    }
    return p;
  };
}
