// What the ETL's main thread asks of its workers, and what they answer.

import type { Thresholds } from "../../domain/scoring.ts";
import type { ExclusionId } from "../../domain/rule.ts";
import type { Compression, EncodedRowGroup } from "../io/parquet/encode_row_group.ts";
import type { OutputColumn } from "../io/parquet/output_schema.ts";
import { marksOf, USUAL_MARKS } from "../transform/csv_form.ts";
import type { CsvLayout } from "../transform/csv_header.ts";
import type { Runtimes } from "../transform/row_scorer.ts";
import type { RunTally } from "../transform/run_tally.ts";
import type { BadRows } from "../transform/scan/bad_rows.ts";
import type { Block, BlockExtent } from "../transform/scan/run_block.ts";
import type { TextTable } from "../transform/scan/sort_texts.ts";
import type { DurationBlocks } from "../transform/settle/duration_lists.ts";
import type { ViewTable } from "../transform/settle/view_table.ts";

export type { Runtimes } from "../transform/row_scorer.ts";

/** How the bytes of an input are read; a CSV input carries what its header said. */
export type InputLayout = CsvLayout | { readonly kind: "ndjson" } | { readonly kind: "json" };

/** The byte that ends rows of this layout. */
export function lineEndOf(layout: InputLayout): number {
  return "form" in layout ? marksOf(layout.form).lineEnd : USUAL_MARKS.lineEnd;
}

/** What scans CSV: the WebAssembly kernel, or the same in JavaScript, its reference. */
export type ScannerKind = "kernel" | "script";

/** Settings that hold for a whole run. */
export interface StartRequest {
  /** Ingest time, in milliseconds. */
  readonly nowMs: number;
  readonly thresholds: Thresholds;
  /** Memory for scanned views, in bytes; more goes to `spillPath`. */
  readonly budgetBytes: number;
  readonly spillPath: string;
  readonly scanner: ScannerKind;
}

/** One block of one input. Block numbers are unique in a run and ascend in input order. */
export interface ScanRequest {
  readonly number: number;
  readonly path: string;
  readonly sizeBytes: number;
  readonly layout: InputLayout;
  readonly block: Block;
}

/** What a block held. */
export interface ScanAnswer {
  readonly extent: BlockExtent;
  readonly rows: number;
  readonly accepted: number;
  readonly bad: BadRows;
  readonly excluded: Readonly<Record<ExclusionId, number>>;
  /** Minutes of the excluded rows, in the units of exact sums. */
  readonly excludedMinuteUnits: Readonly<Record<ExclusionId, bigint>>;
  /** Line breaks in the block, to number the lines of the blocks after it. */
  readonly lineBreaks: number;
  /** Whether a JSON array's closing bracket came after the block's last row; null when neither is in it. */
  readonly isArrayClosed: boolean | null;
}

/** Where the views of one worker go in a table: for each of its users the next free row. */
export interface GroupRequest {
  readonly table: ViewTable;
  readonly nextRows: Uint32Array;
  /** Whether the scanned chunks are not needed any more. */
  readonly release: boolean;
}

/** A range of a table's users, by their index in the table. */
export interface UserRange {
  readonly firstIndex: number;
  readonly endIndex: number;
}

/** Settle one range of users. `inferred[s]` is 1 when the runtime of show s is to be inferred. */
export interface SettleRequest {
  readonly table: ViewTable;
  readonly range: UserRange;
  readonly inferred: Uint8Array;
}

/** Infer the runtimes of every `step`-th of so many shows, from `first` on. */
export interface InferRequest {
  readonly parts: readonly DurationBlocks[];
  readonly shows: number;
  readonly first: number;
  readonly step: number;
}

/** All that encoding needs besides the table. */
export interface EncodeSetup {
  readonly texts: readonly TextTable[];
  readonly runtimes: Runtimes;
  readonly compression: Compression;
  /** The output's columns in their order. */
  readonly columns: readonly OutputColumn[];
  readonly processedAtMs: number;
}

/** Rows of one row group: `rows` of them from row `skip` of user `firstIndex` on, or a list of rows. */
export type RowGroupRequest = {
  readonly table: ViewTable;
  readonly rows: number;
} & ({ readonly firstIndex: number; readonly skip: number } | { readonly picked: Uint32Array });

/** A row group ready to be written, and what its rows add up to. */
export interface RowGroupAnswer {
  readonly rowGroup: EncodedRowGroup;
  readonly tally: RunTally;
}

/** Requests and answers by name. */
export interface EtlCalls {
  start: { request: StartRequest; answer: void };
  scan: { request: ScanRequest; answer: ScanAnswer };
  /** Forget what a block gave: it was read from a wrong start. */
  drop: { request: number; answer: void };
  /** The worker's dictionaries, each in byte order. */
  texts: { request: void; answer: { tables: TextTable[]; spilledBytes: number } };
  /** Merged code by rank in the worker's own dictionaries; answers the rows of each merged user. */
  recode: { request: { codes: Uint32Array[]; users: number }; answer: Uint32Array };
  group: { request: GroupRequest; answer: void };
  settle: { request: SettleRequest; answer: void };
  /** The qualified durations that the worker met while settling; it forgets them. */
  durations: { request: void; answer: DurationBlocks };
  /** The runtimes of the worker's share of the shows, from what all workers met; NaN for the others. */
  infer: { request: InferRequest; answer: Float64Array };
  setup: { request: EncodeSetup; answer: void };
  encode: { request: RowGroupRequest; answer: RowGroupAnswer };
  finish: { request: void; answer: void };
}
