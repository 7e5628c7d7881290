// Scans blocks of inputs in a worker and keeps their views.

import type { ChunkStore } from "../io/chunk_store.ts";
import { FileWindow } from "../io/file_window.ts";
import { dateBounds, type ValidationContext } from "../transform/validate_fields.ts";
import type { BlockScanner } from "../transform/scan/block_window.ts";
import { createCsvScanner, type FastScan } from "../transform/scan/csv_scanner.ts";
import { createJsonArrayScanner } from "../transform/scan/json_array_scanner.ts";
import { JsonRowReader } from "../transform/scan/json_row_reader.ts";
import { createFastNdjsonScanner, createNdjsonScanner } from "../transform/scan/ndjson_scanner.ts";
import { RowCollector } from "../transform/scan/row_collector.ts";
import { runBlock, windowStart } from "../transform/scan/run_block.ts";
import type { TextDictionary } from "../transform/scan/text_interner.ts";
import { NETFLIX_DIMENSIONS } from "../transform/fields_from_netflix.ts";
import { createInterners, TEXT_COLUMNS } from "../transform/scan/view_columns.ts";
import { CsvKernel } from "../transform/scan/csv_kernel.ts";
import { csvDialect } from "../transform/scan/csv_dialect.ts";
import {
  type InputLayout,
  lineEndOf,
  type ScanAnswer,
  type ScannerKind,
  type ScanRequest,
} from "./etl_protocol.ts";

/** The worker's side of the scan. */
export class BlockReader {
  /** By text column, for all inputs that this thread reads. */
  readonly dictionaries: readonly TextDictionary[];
  readonly #fast: FastScan;
  readonly #store: ChunkStore;
  readonly #validation: Required<ValidationContext>;
  #window: FileWindow | null = null;
  #path = "";

  constructor(
    store: ChunkStore,
    validation: Required<ValidationContext>,
    scanner: ScannerKind,
  ) {
    this.#fast = createFastScan(scanner);
    this.dictionaries = this.#fast.kind === "kernel"
      ? this.#fast.kernel.dictionaries
      : this.#fast.interners;
    this.#store = store;
    this.#validation = validation;
  }

  /** Scans one block; its views go to the store. */
  scan(request: ScanRequest): ScanAnswer {
    const { block, layout } = request;
    const collector = new RowCollector(
      this.dictionaries,
      presentColumns(layout),
      this.#store.newChunk,
    );
    const window = this.#open(request);
    window.moveTo(windowStart(block), block.stop);
    const lineEnd = lineEndOf(layout);
    const extent = runBlock(this.#scanner(layout, collector), window, block, lineEnd);
    this.#store.add(request.number, collector.columns.chunks);
    return {
      extent,
      rows: collector.rows,
      accepted: collector.columns.rows,
      bad: collector.bad.take(),
      excluded: collector.excluded,
      excludedMinuteUnits: collector.excludedMinuteUnits,
      lineBreaks: collector.lineBreaks + collector.fastRows,
      isArrayClosed: collector.isArrayClosed,
    };
  }

  /** Closes the input at hand. */
  close(): void {
    this.#window?.close();
    this.#window = null;
  }

  #open({ path, sizeBytes }: ScanRequest): FileWindow {
    if (this.#window === null || this.#path !== path) {
      this.close();
      this.#window = new FileWindow(path, sizeBytes);
      this.#path = path;
    }
    return this.#window;
  }

  #scanner(layout: InputLayout, collector: RowCollector): BlockScanner {
    const validation = this.#validation;
    if (layout.kind === "ndjson") {
      const reader = new JsonRowReader(collector, validation);
      if (this.#fast.kind === "script") return createNdjsonScanner(reader, collector);
      const { kernel } = this.#fast;
      return createFastNdjsonScanner(reader, collector, { kernel, bounds: dateBounds(validation) });
    }
    if (layout.kind === "json") {
      return createJsonArrayScanner(new JsonRowReader(collector, validation), collector);
    }
    return createCsvScanner(csvDialect(layout), collector, {
      fast: this.#fast,
      validation,
    });
  }
}

function createFastScan(kind: ScannerKind): FastScan {
  return kind === "kernel"
    ? { kind, kernel: new CsvKernel() }
    : { kind, interners: createInterners() };
}

/** By text column: whether rows of this layout can have it. */
export function presentColumns(layout: InputLayout): boolean[] {
  if (layout.kind === "ndjson" || layout.kind === "json") return TEXT_COLUMNS.map(() => true);
  if (layout.kind === "netflix") {
    return TEXT_COLUMNS.map((name) =>
      ["user_id", "show_name", "episode", ...NETFLIX_DIMENSIONS].includes(name)
    );
  }
  return TEXT_COLUMNS.map((name) => layout.columns[name] >= 0);
}
