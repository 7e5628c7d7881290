// Encodes the column chunks of a row group, each in the way that its values are like.

import type { ColumnMetaData, CompressionCodec, Encoding } from "hyparquet";
import type { TextTable } from "../../transform/scan/text_interner.ts";
import { ByteBuffer } from "./byte_buffer.ts";
import { encodeDelta } from "./encode_delta.ts";
import { bitWidthOf, encodeHybrid } from "./encode_hybrid.ts";
import { type OutputColumn, physicalType } from "./output_schema.ts";
import { type Compression, PageWriter } from "./page_writer.ts";
import { ValueDictionary } from "./value_dictionary.ts";

/** A column chunk's metadata; offsets are relative to the row group's bytes. */
export type RelativeChunk = ColumnMetaData;

const CODECS: Readonly<Record<Compression, CompressionCodec>> = {
  zstd: "ZSTD",
  snappy: "SNAPPY",
  gzip: "GZIP",
  none: "UNCOMPRESSED",
};

type Statistics = NonNullable<ColumnMetaData["statistics"]>;

// Working memory of the thread, used again for every column of every row group.
const content = new ByteBuffer();
const dictionaryBytes = new ByteBuffer();
const valueDictionary = new ValueDictionary();
let codes = new Uint32Array(0);
let present = new Uint32Array(0);

/** Encodes one row group's columns, in the schema's order. */
export class ColumnEncoder {
  readonly chunks: RelativeChunk[] = [];
  readonly #pages: PageWriter;
  readonly #codec: CompressionCodec;
  readonly #rows: number;

  constructor(rows: number, compression: Compression) {
    this.#rows = rows;
    this.#codec = CODECS[compression];
    this.#pages = new PageWriter(compression);
    if (codes.length < rows) {
      codes = new Uint32Array(rows);
      present = new Uint32Array(rows);
    }
  }

  /** The row group's bytes and what they would be without compression. */
  finish(): { bytes: Uint8Array; uncompressedBytes: number } {
    return {
      bytes: this.#pages.out.view().slice(),
      uncompressedBytes: this.#pages.uncompressedBytes,
    };
  }

  /** Text by codes of a table in byte order; with `isOptional` code 0 is null. */
  text(
    column: OutputColumn,
    textCodes: Uint32Array,
    { table, isOptional }: { table: TextTable; isOptional: boolean },
  ): void {
    const { order, count } = this.#numberTexts(textCodes, isOptional);
    dictionaryBytes.clear();
    for (const code of order) appendText(dictionaryBytes, table, code);
    this.#column(column, ["PLAIN", "RLE", "RLE_DICTIONARY"], {
      statistics: textStatistics(table, order, this.#rows - count),
      dictionary: { bytes: dictionaryBytes.view(), count: order.length },
      write: () => {
        content.clear();
        if (isOptional) this.#levels(count);
        this.#appendCodes(count, order.length);
        this.#pages.dataPage(content.view(), this.#rows, "RLE_DICTIONARY");
      },
    });
  }

  /** A column without any value. */
  allNull(column: OutputColumn): void {
    this.#column(column, ["PLAIN", "RLE"], {
      statistics: { null_count: BigInt(this.#rows) },
      dictionary: null,
      write: () => {
        content.clear();
        this.#levels(0);
        this.#pages.dataPage(content.view(), this.#rows, "PLAIN");
      },
    });
  }

  /** Doubles; with `isOptional` NaN is null. */
  doubles(column: OutputColumn, values: Float64Array, isOptional: boolean): void {
    const count = this.#encodeValues(values);
    const statistics = numberStatistics(values, this.#rows);
    if (count < 0) return this.#plainDoubles(column, values, { isOptional, statistics });
    const { size } = valueDictionary;
    const words = valueDictionary.values.subarray(0, size);
    this.#column(column, ["PLAIN", "RLE", "RLE_DICTIONARY"], {
      statistics,
      dictionary: {
        bytes: new Uint8Array(words.buffer, words.byteOffset, words.byteLength),
        count: size,
      },
      write: () => {
        content.clear();
        if (isOptional) this.#levels(count, values);
        this.#appendCodes(count, size);
        this.#pages.dataPage(content.view(), this.#rows, "RLE_DICTIONARY");
      },
    });
  }

  /** Instants in integer milliseconds. */
  instants(column: OutputColumn, values: Float64Array): void {
    const { min_value, max_value } = numberStatistics(values, this.#rows);
    const statistics: Statistics = this.#rows === 0 ? { null_count: 0n } : {
      min_value: BigInt(min_value as number),
      max_value: BigInt(max_value as number),
      null_count: 0n,
    };
    this.#column(column, ["DELTA_BINARY_PACKED"], {
      statistics,
      dictionary: null,
      write: () => {
        content.clear();
        encodeDelta(content, values, this.#rows);
        this.#pages.dataPage(content.view(), this.#rows, "DELTA_BINARY_PACKED");
      },
    });
  }

  /** Booleans as 0 and 1. */
  booleans(column: OutputColumn, values: Uint8Array): void {
    let trues = 0;
    for (let i = 0; i < this.#rows; i++) trues += values[i];
    this.#column(column, ["PLAIN"], {
      statistics: this.#rows === 0
        ? { null_count: 0n }
        : { min_value: trues === this.#rows, max_value: trues > 0, null_count: 0n },
      dictionary: null,
      write: () => {
        content.clear();
        content.reserve((this.#rows >>> 3) + 1);
        for (let i = 0; i < this.#rows; i += 8) {
          let byte = 0;
          for (let bit = 0; bit < 8 && i + bit < this.#rows; bit++) byte |= values[i + bit] << bit;
          content.byte(byte);
        }
        this.#pages.dataPage(content.view(), this.#rows, "PLAIN");
      },
    });
  }

  #column(
    column: OutputColumn,
    encodings: Encoding[],
    parts: {
      statistics: Statistics;
      dictionary: { bytes: Uint8Array; count: number } | null;
      write: () => void;
    },
  ): void {
    const pages = this.#pages;
    const start = pages.out.length, uncompressedStart = pages.uncompressedBytes;
    if (parts.dictionary !== null) {
      pages.dictionaryPage(parts.dictionary.bytes, parts.dictionary.count);
    }
    const dataAt = pages.out.length;
    parts.write();
    this.chunks.push({
      type: physicalType(column),
      encodings,
      path_in_schema: [column],
      codec: this.#codec,
      num_values: BigInt(this.#rows),
      total_uncompressed_size: BigInt(pages.uncompressedBytes - uncompressedStart),
      total_compressed_size: BigInt(pages.out.length - start),
      data_page_offset: BigInt(dataAt),
      ...(parts.dictionary === null ? {} : { dictionary_page_offset: BigInt(start) }),
      statistics: parts.statistics,
    });
  }

  #plainDoubles(
    column: OutputColumn,
    values: Float64Array,
    { isOptional, statistics }: { isOptional: boolean; statistics: Statistics },
  ): void {
    const kept = values.subarray(0, this.#rows).filter((value) => value === value);
    this.#column(column, ["PLAIN", "RLE"], {
      statistics,
      dictionary: null,
      write: () => {
        content.clear();
        if (isOptional) this.#levels(kept.length, values);
        content.append(new Uint8Array(kept.buffer, kept.byteOffset, kept.byteLength));
        this.#pages.dataPage(content.view(), this.#rows, "PLAIN");
      },
    });
  }

  /** Numbers the distinct texts in byte order, which is the order of their codes. */
  #numberTexts(
    textCodes: Uint32Array,
    isOptional: boolean,
  ): { order: Uint32Array; count: number } {
    let count = 0, last = -1, isAscending = true;
    for (let i = 0; i < this.#rows; i++) {
      const code = textCodes[i];
      if (isOptional) present[i] = code === 0 ? 0 : 1;
      if (isOptional && code === 0) continue;
      if (code < last) isAscending = false;
      last = code;
      codes[count++] = code;
    }
    const order = isAscending ? distinctAscending(codes, count) : distinct(codes, count);
    renumber(codes, count, order);
    return { order, count };
  }

  #encodeValues(values: Float64Array): number {
    return valueDictionary.encode(values, this.#rows, codes);
  }

  /** Definition levels: 1 for a value, 0 for a null. */
  #levels(count: number, values?: Float64Array): void {
    const sizeAt = content.length;
    content.uint32(0);
    if (count === this.#rows || count === 0) present.fill(count === 0 ? 0 : 1, 0, this.#rows);
    else if (values !== undefined) {
      for (let i = 0; i < this.#rows; i++) present[i] = values[i] === values[i] ? 1 : 0;
    }
    encodeHybrid(content, present, this.#rows, 1);
    const size = content.length - sizeAt - 4;
    new DataView(content.bytes.buffer).setUint32(sizeAt, size, true);
  }

  #appendCodes(count: number, distinctValues: number): void {
    const bitWidth = bitWidthOf(Math.max(0, distinctValues - 1));
    content.byte(bitWidth);
    encodeHybrid(content, codes, count, bitWidth);
  }
}

function distinctAscending(sorted: Uint32Array, count: number): Uint32Array {
  const order = new Uint32Array(count);
  let size = 0;
  for (let i = 0; i < count; i++) {
    if (size === 0 || order[size - 1] !== sorted[i]) order[size++] = sorted[i];
  }
  return order.slice(0, size);
}

// Marks of texts that were met, by code; cleared after each use.
let marks = new Uint32Array(0);

function reserveMarks(codes: Uint32Array, count: number): void {
  let max = 0;
  for (let i = 0; i < count; i++) if (codes[i] > max) max = codes[i];
  if (max >= marks.length) marks = new Uint32Array(max * 2 + 1);
}

function distinct(values: Uint32Array, count: number): Uint32Array {
  reserveMarks(values, count);
  const order = new Uint32Array(count);
  let size = 0;
  for (let i = 0; i < count; i++) {
    if (marks[values[i]] === 0) {
      marks[values[i]] = 1;
      order[size++] = values[i];
    }
  }
  return order.slice(0, size).sort();
}

/** Replaces each code by its place in `order`. */
function renumber(values: Uint32Array, count: number, order: Uint32Array): void {
  reserveMarks(order, order.length);
  for (let i = 0; i < order.length; i++) marks[order[i]] = i;
  for (let i = 0; i < count; i++) values[i] = marks[values[i]];
  for (const code of order) marks[code] = 0;
}

function appendText(out: ByteBuffer, table: TextTable, code: number): void {
  const from = table.offsets[code], to = table.offsets[code + 1];
  out.uint32(to - from);
  out.reserve(to - from);
  for (let at = from; at < to; at++) out.bytes[out.length++] = table.bytes[at];
}

function textStatistics(table: TextTable, order: Uint32Array, nulls: number): Statistics {
  const null_count = BigInt(nulls);
  if (order.length === 0) return { null_count };
  const bytesOf = (code: number) => table.bytes.slice(table.offsets[code], table.offsets[code + 1]);
  return {
    min_value: bytesOf(order[0]),
    max_value: bytesOf(order[order.length - 1]),
    null_count,
  };
}

function numberStatistics(values: Float64Array, rows: number): Statistics {
  let min = Infinity, max = -Infinity, nulls = 0;
  for (let i = 0; i < rows; i++) {
    const value = values[i];
    if (value !== value) nulls++;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const null_count = BigInt(nulls);
  return min > max ? { null_count } : { min_value: min, max_value: max, null_count };
}
