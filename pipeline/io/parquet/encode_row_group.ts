// Encodes a row group: enriched views in columns become compressed Parquet pages.

import type { ColumnMetaData } from "hyparquet";
import { type Dimension, forDimensions } from "../../../domain/columns.ts";
import type { CodedNumbers } from "../../transform/coded_numbers.ts";
import { ColumnChunks } from "./column_chunks.ts";
import type { Compression } from "./compress_page.ts";
import { encodeDoubles } from "./encode_doubles.ts";
import { encodeConstantInstant, encodeInstants } from "./encode_instants.ts";
import { encodeTexts } from "./encode_texts.ts";
import type { PageIndex } from "./page_index.ts";
import type { StringTable } from "./string_table.ts";
import { kernelOver, workArray } from "../../transform/columns/column_kernel.ts";
import { ByteBuffer } from "./byte_buffer.ts";
import { type OutputColumn, USUAL_COLUMNS } from "./output_schema.ts";
import { pagesOf } from "./pages.ts";

export type { Compression } from "./compress_page.ts";
export type { StringTable } from "./string_table.ts";

/**
 * Rows by column, sorted by user and then start. Arrays have at least `rows` elements and may lie in shared
 * memory. Text codes are in byte order; code 0 is null in optional columns.
 */
export interface RowGroupInput {
  /** At least 1. */
  readonly rows: number;
  readonly userCodes: Uint32Array;
  readonly users: StringTable;
  readonly showCodes: Uint32Array;
  readonly shows: StringTable;
  readonly watchMinutes: Float64Array | CodedNumbers;
  /** Instants are integer milliseconds since 1970 UTC. */
  readonly startMs: Float64Array;
  /** NaN is null. */
  readonly completionRates: Float64Array | CodedNumbers;
  /** 0 or 1. */
  readonly isBinge: Uint8Array;
  /** NaN is null. */
  readonly engagementScores: Float64Array | CodedNumbers;
  readonly processedAtMs: number;
  /** Null when the whole column is. */
  readonly episodeCodes: Uint32Array | null;
  readonly episodes: StringTable | null;
  readonly dimensionCodes: Readonly<Record<Dimension, Uint32Array | null>>;
  readonly dimensions: Readonly<Record<Dimension, StringTable | null>>;
  readonly sittingStartMs: Float64Array;
}

/** A row group's bytes, and its columns with offsets relative to them; it can be posted to a thread. */
export interface EncodedRowGroup {
  /** In a buffer of their own, so that they can be transferred. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly rows: number;
  /** What the pages take without compression. */
  readonly uncompressedBytes: number;
  readonly columns: readonly ColumnMetaData[];
  /** The pages of each column, located like them. */
  readonly pageIndexes: readonly PageIndex[];
}

type Encode = (chunks: ColumnChunks, input: RowGroupInput) => void;

const ENCODERS: Readonly<Record<OutputColumn, Encode>> = {
  user_id: (chunks, { userCodes: codes, users: table }) =>
    encodeTexts(chunks, "user_id", { codes, table }),
  show_name: (chunks, { showCodes: codes, shows: table }) =>
    encodeTexts(chunks, "show_name", { codes, table }),
  watch_duration_minutes: (chunks, input) =>
    encodeDoubles(chunks, "watch_duration_minutes", input.watchMinutes),
  watch_date: (chunks, input) => encodeInstants(chunks, "watch_date", input.startMs),
  completion_rate: (chunks, input) =>
    encodeDoubles(chunks, "completion_rate", input.completionRates),
  is_binge_session: (chunks, input) => encodeBooleans(chunks, "is_binge_session", input.isBinge),
  engagement_score: (chunks, input) =>
    encodeDoubles(chunks, "engagement_score", input.engagementScores),
  processed_at: (chunks, input) =>
    encodeConstantInstant(chunks, "processed_at", input.processedAtMs),
  episode: (chunks, { episodeCodes: codes, episodes: table }) =>
    encodeTexts(chunks, "episode", { codes, table }),
  sitting_start: (chunks, input) => encodeInstants(chunks, "sitting_start", input.sittingStartMs),
  ...forDimensions((name): Encode => (chunks, { dimensionCodes, dimensions }) =>
    encodeTexts(chunks, name, { codes: dimensionCodes[name], table: dimensions[name] })
  ),
};

/**
 * Encodes the output's columns in their order. It keeps working memory between calls, so that a thread can
 * encode row groups one after the other without making garbage.
 */
export function encodeRowGroup(
  input: RowGroupInput,
  options: {
    readonly compression: Compression;
    /** Those of the file's schema. */
    readonly columns?: readonly OutputColumn[];
  },
): EncodedRowGroup {
  const { rows } = input;
  if (rows === 0) {
    throw new Error("Cannot encode a row group as it must have rows: current value is 0");
  }
  const chunks = new ColumnChunks(rows, options.compression);
  for (const column of options.columns ?? USUAL_COLUMNS) ENCODERS[column](chunks, input);
  const { columns, pageIndexes, uncompressedBytes } = chunks;
  return { bytes: chunks.takeBytes(), rows, uncompressedBytes, columns, pageIndexes };
}

const content = new ByteBuffer();
let packed: Uint8Array = new Uint8Array(0);

/** Encodes a column chunk of zeros and ones: one bit each, the first the lowest. */
function encodeBooleans(
  chunks: ColumnChunks,
  column: OutputColumn,
  values: Uint8Array,
): void {
  const { rows } = chunks;
  const sizeBytes = Math.ceil(rows / 8);
  content.clear();
  content.reserve(sizeBytes);
  let trues: number;
  if (kernelOver(values) !== null && packed.length < sizeBytes) {
    packed = workArray(Uint8Array, 2 * sizeBytes);
  }
  const kernel = kernelOver(values, packed);
  if (kernel !== null) {
    trues = kernel.packBytes(values.byteOffset, rows, packed.byteOffset);
    content.bytes.set(packed.subarray(0, sizeBytes));
  } else trues = packBytes(values, rows, content.bytes);
  content.length = sizeBytes;
  for (const { from, to } of pagesOf({ rows, count: rows, isPresent: null })) {
    const bytes = content.view().subarray(from / 8, Math.ceil(to / 8));
    chunks.data({ bytes, count: to - from, texture: "patterned" }, "PLAIN");
  }
  chunks.end(column, { min_value: trues === rows, max_value: trues > 0, null_count: 0n });
}

/** Packs zeros and ones into bits; returns how many are ones. */
function packBytes(values: Uint8Array, rows: number, target: Uint8Array): number {
  let trues = 0;
  for (let at = 0; 8 * at < rows; at++) {
    const end = Math.min(8, rows - 8 * at);
    let bits = 0;
    for (let bit = 0; bit < end; bit++) {
      const value = values[8 * at + bit];
      trues += value;
      bits |= value << bit;
    }
    target[at] = bits;
  }
  return trues;
}
