// Reads the rows of a block of NDJSON, one JSON object a line: the kernel where it can, JSON.parse for every
// other line.

import type { DateBounds } from "../validate_fields.ts";
import type { BlockScanner, BlockWindow } from "./block_window.ts";
import type { CsvKernel } from "./csv_kernel.ts";
import type { JsonRowReader } from "./json_row_reader.ts";
import { isBlank } from "./read_csv_row.ts";
import type { RowCollector } from "./row_collector.ts";
import type { RowSink } from "./row_collector.ts";
import { DATE, GENRE, MINUTES } from "./scan_csv.ts";
import { scanWithKernel } from "./scan_with_kernel.ts";
import { TEXT_COLUMNS } from "./view_columns.ts";

const LF = 10, CR = 13;

/** The keys with a meaning, by what they mean to the fast scanners. */
const KEY_KINDS: ReadonlyMap<string, number> = new Map([
  ...TEXT_COLUMNS.map((name, column) => [name, column] as const),
  ["watch_duration_minutes", MINUTES],
  ["watch_date", DATE],
  ["genre", GENRE],
]);

/** A scanner of one block that parses every line; rows go through `reader` into `sink`. */
export function createNdjsonScanner(reader: JsonRowReader, sink: RowSink): BlockScanner {
  const lines = new LineReader(reader, sink);
  return (window, { from, stop }) => {
    let p = from;
    while (p < stop) {
      const next = lines.read(window, p);
      if (next < 0) break;
      p = next;
    }
    return p;
  };
}

/** The same with the kernel for objects in the usual forms. */
export function createFastNdjsonScanner(
  reader: JsonRowReader,
  collector: RowCollector,
  { kernel, bounds }: { readonly kernel: CsvKernel; readonly bounds: DateBounds },
): BlockScanner {
  const lines = new LineReader(reader, collector);
  const scanSlowly = createNdjsonScanner(reader, collector);
  kernel.release();
  kernel.configureNdjson(KEY_KINDS, bounds);
  return (window, range) => {
    // A line that makes the window this long is odd in any case.
    if (!kernel.fits(window)) return scanSlowly(window, range);
    const readOddRow = (start: number, fastRows: number) => lines.read(window, start, fastRows);
    return scanWithKernel(kernel, { collector, readOddRow }, window, range);
  };
}

/** Reads lines one by one, whatever they hold. */
class LineReader {
  readonly #reader: JsonRowReader;
  readonly #sink: RowSink;

  constructor(reader: JsonRowReader, sink: RowSink) {
    this.#reader = reader;
    this.#sink = sink;
  }

  /** Reads the line at `start`; returns where the next one starts, or -1 if it needs more bytes. */
  read(window: BlockWindow, start: number, fastRows = this.#sink.fastRows): number {
    const { bytes, length, offset, isLast } = window;
    const feed = bytes.indexOf(LF, start);
    if (feed >= length && !isLast) return -1;
    const end = feed > start && feed < length && bytes[feed - 1] === CR ? feed - 1 : feed;
    if (!isBlank(bytes, start, end)) {
      this.#reader.read(bytes.subarray(start, end), offset + start, fastRows);
    }
    if (feed < length) this.#sink.lineBreaks++;
    return Math.min(feed + 1, length);
  }
}
