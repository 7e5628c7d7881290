// Reads the CSV rows of a block: the fast scanner where it can, the slow reading for every other row.

import { type ExclusionId, reason } from "../../../domain/rule.ts";
import type { CsvMarks, CsvSeparator } from "../csv_form.ts";
import type { RawFields } from "../raw_fields.ts";
import { splitCsvRow } from "../split_csv_row.ts";
import { dateBounds, validateFields, type ValidationContext } from "../validate_fields.ts";
import type { BlockScanner, BlockWindow, WindowRange } from "./block_window.ts";
import type { CsvKernel } from "./csv_kernel.ts";
import { isBlank, readCsvRow } from "./read_csv_row.ts";
import { readRowText, type RowCollector, wholeRowReasons } from "./row_collector.ts";
import type { RowSink } from "./row_collector.ts";
import { type CsvScan, scanCsv } from "./scan_csv.ts";
import { scanWithKernel } from "./scan_with_kernel.ts";
import type { TextInterner } from "./text_interner.ts";

/** How the cells of one CSV input become fields. */
export interface CsvDialect {
  /** Cells in the header. */
  readonly width: number;
  readonly separator: CsvSeparator;
  readonly marks: CsvMarks;
  /** For the fast scanner (see scan_csv.ts); null when every row takes the slow reading. */
  readonly kinds: Int8Array | null;
  /** Cells of a row as they are unquoted, and its text. */
  readonly fieldsOf: (cells: readonly string[], text: string) => {
    readonly fields: RawFields;
    readonly exclusion: ExclusionId | null;
  };
}

/** What takes the rows in the usual forms: the WebAssembly kernel, or the same in JavaScript. */
export type FastScan =
  | { readonly kind: "kernel"; readonly kernel: CsvKernel }
  | { readonly kind: "script"; readonly interners: readonly TextInterner[] };

/** A scanner of one block; rows go to `collector`. */
export function createCsvScanner(
  dialect: CsvDialect,
  collector: RowCollector,
  options: { fast: FastScan; validation: ValidationContext },
): BlockScanner {
  const { fast, validation } = options;
  const bounds = dateBounds(validation);
  const { kinds } = dialect;
  const slow = new SlowReader(dialect, collector, validation);
  if (kinds === null) return (window, range) => scanSlowly(slow, window, range);
  if (fast.kind === "kernel") {
    const { kernel } = fast;
    kernel.release();
    kernel.configure(kinds, bounds, dialect.marks);
    return (window, range) => {
      // A row that makes the window this long is odd in any case.
      if (!kernel.fits(window)) return scanSlowly(slow, window, range);
      const readOddRow = (start: number, fastRows: number) => slow.read(window, start, fastRows);
      return scanWithKernel(kernel, { collector, readOddRow }, window, range);
    };
  }
  let window: BlockWindow;
  const scan: CsvScan = {
    kinds,
    marks: dialect.marks,
    interners: fast.interners,
    columns: collector.columns,
    bounds,
    readOddRow: (start) => slow.read(window, start, scan.fastRows),
    fastRows: 0,
  };
  return (current, range) => {
    window = current;
    const { bytes, length, isLast } = current;
    const next = scanCsv(scan, bytes, { ...range, length, isLast });
    collector.fastRows = scan.fastRows;
    return next;
  };
}

/** A scanner of one block that reads every row slowly, for those who want rows and not columns. */
export function createSlowCsvScanner(
  dialect: CsvDialect,
  sink: RowSink,
  validation: ValidationContext,
): BlockScanner {
  const slow = new SlowReader(dialect, sink, validation);
  return (window, range) => scanSlowly(slow, window, range);
}

function scanSlowly(slow: SlowReader, window: BlockWindow, { from, stop }: WindowRange): number {
  let p = from;
  while (p < stop) {
    const next = slow.read(window, p);
    if (next < 0) break;
    p = next;
  }
  return p;
}

/** Reads rows one by one, in whatever form, with every rule and every reason. */
class SlowReader {
  readonly #dialect: CsvDialect;
  readonly #collector: RowSink;
  readonly #validation: ValidationContext;

  constructor(dialect: CsvDialect, collector: RowSink, validation: ValidationContext) {
    this.#dialect = dialect;
    this.#collector = collector;
    this.#validation = validation;
  }

  /**
   * Reads the row at `start`; returns where the next one starts, or -1 if it needs more bytes.
   * `fastRows`: rows that the fast scanner took before it, also those that the collector has yet to get.
   */
  read(window: BlockWindow, start: number, fastRows = this.#collector.fastRows): number {
    const { bytes, length, isLast } = window;
    const { marks } = this.#dialect;
    const row = readCsvRow(bytes, start, length, isLast, marks);
    if (row.kind === "incomplete") return -1;
    const collector = this.#collector;
    const line = fastRows + collector.lineBreaks;
    for (let p = start; p < row.next; p++) if (bytes[p] === marks.lineEnd) collector.lineBreaks++;
    if (!isBlank(bytes, start, row.end, marks.separator)) {
      this.#judge(bytes.subarray(start, row.end), window.offset + start, line, row.wellQuoted);
    }
    return row.next;
  }

  #judge(bytes: Uint8Array, offset: number, line: number, wellQuoted: boolean): void {
    const row = readRowText(bytes);
    const whole = wholeRowReasons(row);
    if (row.isCut && wellQuoted) return this.#collector.reject(row, offset, line, whole);
    const cells = wellQuoted ? splitCsvRow(row.text, this.#dialect.separator) : null;
    if (cells === null) {
      const reasons = [reason("row.quoting", null, null), ...whole];
      return this.#collector.reject(row, offset, line, reasons);
    }
    const { width, fieldsOf } = this.#dialect;
    if (cells.length !== width) {
      const found = `${cells.length} cells, the header has ${width}`;
      const reasons = [reason("row.columns", null, found), ...whole];
      return this.#collector.reject(row, offset, line, reasons);
    }
    const { fields, exclusion } = fieldsOf(cells, row.text);
    const outcome = validateFields(fields, this.#validation, whole);
    if (outcome.kind === "bad") this.#collector.reject(row, offset, line, outcome.reasons);
    else if (exclusion !== null) this.#collector.exclude(exclusion, outcome.view.watchMinutes);
    else this.#collector.accept(outcome.view);
  }
}
