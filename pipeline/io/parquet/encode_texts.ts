// Encodes a column of texts, given as codes of a table.

import { ByteBuffer } from "./byte_buffer.ts";
import type { ChunkStatistics, ColumnChunks } from "./column_chunks.ts";
import { appendDefinitionLevels } from "./definition_levels.ts";
import { TextNumbering } from "./number_texts.ts";
import { OUTPUT_COLUMNS, type OutputColumn } from "./output_schema.ts";
import type { PageBounds } from "./page_index.ts";
import { appendPageLevels, PAGE_ROWS, type PageRows, pagesOf, type Presence } from "./pages.ts";
import { bitWidthOf, encodeRleBitpack } from "./rle_bitpack.ts";
import { appendPlainText, type StringTable, textBytes, textSize } from "./string_table.ts";

/** Larger dictionaries are a burden for readers, which keep them whole in memory. */
const MAX_DICTIONARY_BYTES = 1 << 25;
/** A page of plain texts is ended when it has this many bytes. */
const PLAIN_PAGE_BYTES = 1 << 24;

const content = new ByteBuffer();
const numbering = new TextNumbering();

/** Texts of a column as codes of their table; null when the whole column is null. */
export interface TextColumn {
  readonly codes: Uint32Array | null;
  readonly table: StringTable | null;
}

/** The same, when there are texts. */
interface PresentTexts {
  readonly codes: Uint32Array;
  readonly table: StringTable;
  /** Whether code 0 is null. */
  readonly isOptional: boolean;
  /** Whether the rows are in the order of these texts: pages then have bounds that tell them apart. */
  readonly isSorted: boolean;
}

/** Encodes a column chunk; in an optional column code 0 is null. */
export function encodeTexts(
  chunks: ColumnChunks,
  column: OutputColumn,
  { codes, table }: TextColumn,
): void {
  if (codes === null || table === null) return encodeNulls(chunks, column);
  const isOptional = OUTPUT_COLUMNS[column].repetition_type === "OPTIONAL";
  const texts: PresentTexts = { codes, table, isOptional, isSorted: column === "user_id" };
  numbering.number(codes, { rows: chunks.rows, isOptional, texts: table.offsets.length - 1 });
  if (numbering.count === 0) return encodeNulls(chunks, column);
  // Also where a plain page would be smaller: fastparquet takes texts for null in a file that has both.
  if (dictionaryBytes(table) <= MAX_DICTIONARY_BYTES) encodeWithDictionary(chunks, texts);
  else encodePlain(chunks, texts);
  chunks.end(column, describe(table, chunks.rows));
}

function encodeNulls(chunks: ColumnChunks, column: OutputColumn): void {
  const { rows } = chunks;
  content.clear();
  // One entry that no row has, the empty text: a page of no bytes makes fastparquet read past it.
  content.uint32(0);
  chunks.dictionary({ bytes: content.view(), count: 1, texture: "dense" });
  content.clear();
  appendDefinitionLevels(content, { rows, count: 0, isPresent: () => false });
  content.byte(0);
  chunks.data({ bytes: content.view(), count: rows, texture: "dense" }, "RLE_DICTIONARY");
  chunks.end(column, { null_count: BigInt(rows) });
}

function dictionaryBytes(table: StringTable): number {
  const { size, order } = numbering;
  let bytes = 0;
  for (let i = 0; i < size; i++) bytes += 4 + textSize(table, order[i]);
  return bytes;
}

function encodeWithDictionary(chunks: ColumnChunks, texts: PresentTexts): void {
  const { size, order, count, codes } = numbering;
  content.clear();
  for (let i = 0; i < size; i++) appendPlainText(content, texts.table, order[i]);
  chunks.dictionary({ bytes: content.view(), count: size, texture: "patterned" });
  // Texts follow each other in patterns (a show's episodes): those survive any width, so the least is best.
  const bitWidth = bitWidthOf(size - 1);
  const isPresent = presenceOf(texts);
  for (const page of pagesOf({ rows: chunks.rows, count, isPresent })) {
    const pageCodes = codes.subarray(page.firstValue, page.endValue);
    content.clear();
    appendPageLevels(content, isPresent, page);
    content.byte(bitWidth);
    encodeRleBitpack(content, pageCodes, { count: pageCodes.length, bitWidth });
    const bytes = content.view(), rows = page.to - page.from;
    const data = { bytes, count: rows, texture: "patterned" } as const;
    chunks.data(data, "RLE_DICTIONARY", boundsOf(texts, page));
  }
}

function encodePlain(chunks: ColumnChunks, texts: PresentTexts): void {
  const { codes, table, isOptional } = texts;
  const isPresent = presenceOf(texts);
  for (let from = 0, to = 0; from < chunks.rows; from = to) {
    let bytes = 0, endValue = 0;
    for (; to < chunks.rows && to < from + PAGE_ROWS && bytes < PLAIN_PAGE_BYTES; to++) {
      if (isOptional && codes[to] === 0) continue;
      bytes += 4 + textSize(table, codes[to]);
      endValue++;
    }
    content.clear();
    appendPageLevels(content, isPresent, { from, to, firstValue: 0, endValue });
    content.reserve(bytes);
    for (let row = from; row < to; row++) {
      if (!isOptional || codes[row] !== 0) appendPlainText(content, table, codes[row]);
    }
    const data = { bytes: content.view(), count: to - from, texture: "patterned" } as const;
    chunks.data(data, "PLAIN", boundsOf(texts, { from, to }));
  }
}

function presenceOf({ codes, isOptional }: PresentTexts): Presence {
  return isOptional ? (row) => codes[row] !== 0 : null;
}

/** Codes are in byte order, which is how Parquet compares texts. */
function boundsOf(
  { codes, table, isSorted }: PresentTexts,
  { from, to }: Pick<PageRows, "from" | "to">,
): PageBounds | undefined {
  if (!isSorted) return undefined;
  return { min: textBytes(table, codes[from]), max: textBytes(table, codes[to - 1]) };
}

function describe(table: StringTable, rows: number): ChunkStatistics {
  const { order, size, count } = numbering;
  const null_count = BigInt(rows - count);
  if (count === 0) return { null_count };
  let min = order[0], max = order[0];
  // Codes are in byte order, which is how Parquet compares texts.
  for (let i = 1; i < size; i++) {
    if (order[i] < min) min = order[i];
    if (order[i] > max) max = order[i];
  }
  return { min_value: textBytes(table, min), max_value: textBytes(table, max), null_count };
}
