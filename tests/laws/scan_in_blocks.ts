// Scans a CSV or NDJSON input in memory, cut into blocks and windows at will, the way a run of the ETL does.

import { quarantineLines } from "../../pipeline/transform/scan/bad_rows.ts";
import { csvDialect } from "../../pipeline/transform/scan/csv_dialect.ts";
import type { BlockScanner } from "../../pipeline/transform/scan/block_window.ts";
import { CsvKernel } from "../../pipeline/transform/scan/csv_kernel.ts";
import { createCsvScanner, type FastScan } from "../../pipeline/transform/scan/csv_scanner.ts";
import { EPISODE_SHIFT, MISSING_EPISODE } from "../../pipeline/transform/scan/episode_codes.ts";
import { readCsvHead } from "../../pipeline/transform/read_csv_head.ts";
import { JsonRowReader } from "../../pipeline/transform/scan/json_row_reader.ts";
import {
  createFastNdjsonScanner,
  createNdjsonScanner,
} from "../../pipeline/transform/scan/ndjson_scanner.ts";
import { RowCollector } from "../../pipeline/transform/scan/row_collector.ts";
import {
  type Block,
  type BlockExtent,
  runBlock,
  windowStart,
} from "../../pipeline/transform/scan/run_block.ts";
import type { TextDictionary } from "../../pipeline/transform/scan/text_interner.ts";
import type { TextTable } from "../../pipeline/transform/scan/sort_texts.ts";
import {
  createInterners,
  EPISODE,
  TEXT_COLUMNS,
  type ViewChunk,
} from "../../pipeline/transform/scan/view_columns.ts";
import { dateBounds } from "../../pipeline/transform/validate_fields.ts";
import { MemoryWindow } from "./memory_window.ts";

/** What reads the rows: the kernel, its JavaScript twin (of CSV), or the slow reading alone. */
export type Reader = "kernel" | "script" | "slow";

/** How an input is cut. */
export interface Cut {
  readonly blockBytes: number;
  /** Bytes that a window has at first behind its block's end, and grows by at least. */
  readonly tailBytes: number;
}

/** All that a scan tells of an input. */
export interface Scanned {
  /** The views, each as JSON, in an order that does not depend on the reader. */
  readonly views: readonly string[];
  /** Quarantine lines in the order of the input, with lines and offsets. */
  readonly bad: readonly string[];
  readonly rows: number;
  /** Byte at which the row after the last one would start. */
  readonly end: number;
}

/** `nowMs`: the ingest time. */
export interface ScanOptions {
  readonly nowMs: number;
  readonly cut: Cut;
  readonly format?: "csv" | "ndjson";
}

/** Scans a whole file. */
export function scanInBlocks(file: Uint8Array, reader: Reader, options: ScanOptions): Scanned {
  const scan = new InputScan(file, reader, options);
  while (scan.hasMore) scan.step();
  return scan.outcome();
}

class InputScan {
  readonly #file: Uint8Array;
  readonly #cut: Cut;
  readonly #format: Format;
  readonly #fast: FastScan;
  readonly #chunks: ViewChunk[] = [];
  readonly #bad: string[] = [];
  #from: number;
  #nextAt: number;
  #nextLine: number;
  #rows = 0;

  constructor(file: Uint8Array, reader: Reader, { nowMs, cut, format = "csv" }: ScanOptions) {
    this.#file = file;
    this.#cut = cut;
    this.#fast = reader === "kernel"
      ? { kind: "kernel", kernel: new CsvKernel() }
      : { kind: "script", interners: createInterners() };
    this.#format = format === "csv"
      ? csvFormat(file, { reader, fast: this.#fast, nowMs })
      : ndjsonFormat(file, { reader, fast: this.#fast, nowMs });
    this.#from = this.#nextAt = this.#format.firstRowAt;
    this.#nextLine = this.#format.firstLine;
  }

  get hasMore(): boolean {
    return this.#from < this.#file.length;
  }

  /** Scans the next block, again from the right start if the guess of its start was wrong. */
  step(): void {
    const from = this.#from;
    const stop = this.#from = Math.min(this.#file.length, from + this.#cut.blockBytes);
    const guess = this.#run({ from, stop, start: from === this.#format.firstRowAt ? from : null });
    if (guess.extent.start === this.#nextAt) return this.#keep(guess);
    if (this.#nextAt < stop) this.#keep(this.#run({ from, stop, start: this.#nextAt }));
  }

  outcome(): Scanned {
    const texts = this.#dictionaries.map((dictionary) => textsOf(dictionary.table()));
    const views = this.#chunks.flatMap((chunk) => viewsOf(chunk, texts)).sort();
    return { views, bad: this.#bad, rows: this.#rows, end: this.#nextAt };
  }

  get #dictionaries(): readonly TextDictionary[] {
    return this.#fast.kind === "kernel" ? this.#fast.kernel.dictionaries : this.#fast.interners;
  }

  #run(block: Block): { extent: BlockExtent; collector: RowCollector } {
    const { present, createScanner, lineEnd } = this.#format;
    const collector = new RowCollector(this.#dictionaries, present);
    const scan = createScanner(collector);
    const { tailBytes } = this.#cut;
    const window = new MemoryWindow(this.#file, {
      from: windowStart(block),
      to: block.stop,
      tailBytes,
    });
    return { extent: runBlock(scan, window, block, lineEnd), collector };
  }

  #keep({ extent, collector }: { extent: BlockExtent; collector: RowCollector }): void {
    this.#chunks.push(...collector.columns.chunks);
    const place = { source: "law.csv", firstLine: this.#nextLine };
    this.#bad.push(...quarantineLines(collector.bad.take(), place));
    this.#nextLine += collector.lineBreaks + collector.fastRows;
    this.#nextAt = extent.end;
    this.#rows += collector.rows;
  }
}

/** How one file is read. */
interface Format {
  readonly firstRowAt: number;
  readonly firstLine: number;
  /** The byte that ends rows. */
  readonly lineEnd: number;
  /** By text column: whether rows can have it. */
  readonly present: readonly boolean[];
  readonly createScanner: (collector: RowCollector) => BlockScanner;
}

interface Means {
  readonly reader: Reader;
  readonly fast: FastScan;
  readonly nowMs: number;
}

function csvFormat(file: Uint8Array, { reader, fast, nowMs }: Means): Format {
  const head = readCsvHead(file, true);
  if (head.kind !== "header" || head.layout.kind !== "columns") {
    throw new Error("the law needs a header of plain columns");
  }
  const { layout, firstRowAt, firstRowLine } = head;
  // Whatever mark a run would find, all readers must agree on what the other one gives.
  const decimalMark = head.form.separator === ";" ? "," : ".";
  const form = { ...head.form, decimalMark } as const;
  const dialect = csvDialect({ ...layout, form });
  const used = reader === "slow" ? { ...dialect, kinds: null } : dialect;
  const options = { fast, validation: { nowMs } };
  return {
    firstRowAt,
    firstLine: firstRowLine,
    lineEnd: dialect.marks.lineEnd,
    present: TEXT_COLUMNS.map((name) => layout.columns[name] >= 0),
    createScanner: (collector) => createCsvScanner(used, collector, options),
  };
}

function ndjsonFormat(file: Uint8Array, { fast, nowMs }: Means): Format {
  return {
    firstRowAt: bomBytes(file),
    firstLine: 1,
    lineEnd: 10,
    present: TEXT_COLUMNS.map(() => true),
    createScanner: (collector) => {
      const reader = new JsonRowReader(collector, { nowMs });
      if (fast.kind === "script") return createNdjsonScanner(reader, collector);
      const { kernel } = fast;
      return createFastNdjsonScanner(reader, collector, { kernel, bounds: dateBounds({ nowMs }) });
    },
  };
}

function bomBytes(file: Uint8Array): number {
  return file[0] === 0xef && file[1] === 0xbb && file[2] === 0xbf ? 3 : 0;
}

function textsOf({ bytes, offsets }: TextTable): string[] {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  return Array.from(
    { length: offsets.length - 1 },
    (_, code) => decoder.decode(bytes.subarray(offsets[code], offsets[code + 1])),
  );
}

function viewsOf(chunk: ViewChunk, texts: readonly (readonly string[])[]): string[] {
  return Array.from({ length: chunk.rows }, (_, row) => {
    const cells = chunk.codes.map((codes, column) => {
      const code = codes?.[row] ?? 0;
      if (column !== EPISODE) return texts[column][code];
      return code === MISSING_EPISODE ? null : texts[column][code - EPISODE_SHIFT];
    });
    return JSON.stringify([...cells, chunk.watchMinutes[row], chunk.startMs[row]]);
  });
}
