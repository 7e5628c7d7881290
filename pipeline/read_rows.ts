// Reads the rows of an input one after the other, for those who need each row and not columns of them.

import type { QuarantinedRow, Reason } from "../domain/rule.ts";
import type { View } from "../domain/view.ts";
import { type ScannableInput, unclosedArray } from "./etl/scan_inputs.ts";
import { FileWindow } from "./io/file_window.ts";
import type { BlockScanner } from "./transform/scan/block_window.ts";
import { csvDialect } from "./transform/scan/csv_dialect.ts";
import { createSlowCsvScanner } from "./transform/scan/csv_scanner.ts";
import { createJsonArrayScanner } from "./transform/scan/json_array_scanner.ts";
import { JsonRowReader } from "./transform/scan/json_row_reader.ts";
import { createNdjsonScanner } from "./transform/scan/ndjson_scanner.ts";
import { rawOf, type RowText } from "./transform/scan/row_collector.ts";
import type { RowSink } from "./transform/scan/row_collector.ts";
import { runBlock, windowStart } from "./transform/scan/run_block.ts";
import type { ValidationContext } from "./transform/validate_fields.ts";
import { lineEndOf } from "./workers/etl_protocol.ts";

/** Some rows of an input, in its order. */
export interface RowBatch {
  /** The input, as quarantined rows name it. */
  readonly source: string;
  readonly views: readonly View[];
  readonly quarantined: readonly QuarantinedRow[];
  /** Rows left out on purpose. */
  readonly excluded: number;
}

/** Bytes of input read for one batch: a few thousand rows. */
const BATCH_BYTES = 512 << 10;
/** The same in a thread that answers requests too: a batch takes it some milliseconds. */
export const SMALL_BATCH_BYTES = 64 << 10;

/**
 * Reads an input from its first row to its end, a batch at a time; duplicates are not known here.
 * @throws {InputError} at the end of a JSON array that is not closed
 */
export function* readRows(
  input: ScannableInput,
  validation: ValidationContext,
  batchBytes: number = BATCH_BYTES,
): Generator<RowBatch> {
  const sink = new RowList(input);
  const scan = scannerOf(input, sink, validation);
  const window = new FileWindow(input.dataPath, input.dataBytes);
  try {
    for (let from = input.firstRowAt; from < input.dataBytes;) {
      const block = { from, stop: Math.min(from + batchBytes, input.dataBytes), start: from };
      window.moveTo(windowStart(block), block.stop);
      const { end } = runBlock(scan, window, block, lineEndOf(input.layout));
      from = Math.max(end, block.stop);
      yield sink.take();
    }
    if (input.layout.kind === "json" && sink.isArrayClosed !== true) {
      throw unclosedArray(input.path);
    }
  } finally {
    window.close();
  }
}

function scannerOf(
  { layout }: ScannableInput,
  sink: RowList,
  validation: ValidationContext,
): BlockScanner {
  if (layout.kind === "ndjson") {
    return createNdjsonScanner(new JsonRowReader(sink, validation), sink);
  }
  if (layout.kind === "json") {
    return createJsonArrayScanner(new JsonRowReader(sink, validation), sink);
  }
  return createSlowCsvScanner(csvDialect(layout), sink, validation);
}

/** Gathers rows as objects. */
class RowList implements RowSink {
  readonly fastRows = 0;
  lineBreaks = 0;
  isArrayClosed: boolean | null = null;
  readonly #source: string;
  readonly #firstLine: number;
  #views: View[] = [];
  #quarantined: QuarantinedRow[] = [];
  #excluded = 0;

  constructor({ path, firstRowLine }: ScannableInput) {
    this.#source = path;
    this.#firstLine = firstRowLine;
  }

  accept(view: View): void {
    this.#views.push(view);
  }

  exclude(): void {
    this.#excluded++;
  }

  reject(row: RowText, offset: number, lineInBlock: number, reasons: readonly Reason[]): void {
    this.#quarantined.push({
      source: this.#source,
      line: this.#firstLine + lineInBlock,
      offset,
      reasons,
      raw: rawOf(row),
      ...row.isUtf8 ? {} : { encoding: "base64" as const },
    });
  }

  take(): RowBatch {
    const batch = {
      source: this.#source,
      views: this.#views,
      quarantined: this.#quarantined,
      excluded: this.#excluded,
    };
    this.#views = [];
    this.#quarantined = [];
    this.#excluded = 0;
    return batch;
  }
}
