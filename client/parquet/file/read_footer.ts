// Reads a file's footer as it stands: with the bytes of its statistics, and what of the file is encrypted.

import type {
  ColumnMetaData,
  CompressionCodec,
  Encoding,
  KeyValue,
  LogicalType,
  SchemaElement,
  TimeUnit,
} from "hyparquet";
import { deserializeTCompactProtocol } from "hyparquet/src/thrift.js";
import {
  CompressionCodecs,
  ConvertedTypes,
  Encodings,
  FieldRepetitionTypes,
  ParquetTypes,
} from "hyparquet/src/constants.js";
import { formatCount } from "../../../domain/format.ts";
import { type ByteSource, TAIL_BYTES } from "./byte_source.ts";

/** Statistics as they are stored. `min` and `max` are of the first form, whose order only some types share. */
export interface StoredStatistics {
  readonly min: Uint8Array | undefined;
  readonly max: Uint8Array | undefined;
  readonly minValue: Uint8Array | undefined;
  readonly maxValue: Uint8Array | undefined;
  readonly nulls: bigint | undefined;
}

/** A column of one row group. */
export interface StoredChunk {
  readonly path: readonly string[];
  readonly codec: CompressionCodec;
  readonly encodings: readonly Encoding[];
  readonly compressedBytes: number;
  readonly plainBytes: number;
  /** Missing ones too. */
  readonly values: number;
  readonly startByte: number;
  /** As the library wants them. */
  readonly meta: ColumnMetaData;
  readonly statistics: StoredStatistics | null;
  readonly offsetIndex: { readonly startByte: number; readonly endByte: number } | null;
  readonly isEncrypted: boolean;
  /** Where its bytes are, if in another file. */
  readonly otherFile: string | null;
}

export interface StoredGroup {
  readonly rows: number;
  /** Null for a column of which the footer tells nothing. */
  readonly chunks: readonly (StoredChunk | null)[];
}

export interface Footer {
  readonly footerBytes: number;
  readonly schema: readonly SchemaElement[];
  readonly groups: readonly StoredGroup[];
  /** By column: whether its `minValue` and `maxValue` are in the order of its type. Null when none is told. */
  readonly hasTypeOrder: readonly boolean[] | null;
  readonly createdBy: string | null;
  /** Its writer forgot the header of a dictionary when it counted a column's bytes (PARQUET-816). */
  readonly isMiscounted: boolean;
  readonly keyValues: readonly KeyValue[];
}

/** @throws {Error} it is no Parquet file, or one that cannot be read here: told in words */
export async function readFooter(source: ByteSource): Promise<Footer> {
  const size = source.byteLength;
  if (size === 0) throw new Error("This is no Parquet file: it is empty (0 bytes).");
  if (size < 12) throw new Error("This is no Parquet file: it is too short.");
  const tail = new Uint8Array(await source.slice(Math.max(0, size - TAIL_BYTES), size));
  const mark = new TextDecoder("latin1").decode(tail.subarray(-4));
  if (mark === "PARE") throw new Error("This Parquet file is encrypted: it cannot be read here.");
  if (mark !== "PAR1") throw new Error(await sayNoMark(source));
  const footerBytes = new DataView(tail.buffer).getUint32(tail.length - 8, true);
  if (footerBytes > size - 12) {
    throw new Error(
      `This Parquet file is damaged: its footer would have ${formatCount(footerBytes)} bytes, ` +
        `and the whole file has ${formatCount(size)}.`,
    );
  }
  const start = size - 8 - footerBytes;
  const footer = footerBytes + 8 <= tail.length
    ? tail.subarray(tail.length - 8 - footerBytes, tail.length - 8)
    : new Uint8Array(await source.slice(start, size - 8));
  try {
    const view = new DataView(footer.buffer, footer.byteOffset, footer.byteLength);
    return describeFooter(deserializeTCompactProtocol({ view, offset: 0 }), footerBytes);
  } catch (cause) {
    const message =
      "This Parquet file is damaged: its footer, which says where the columns are, cannot be read.";
    throw new Error(message, { cause });
  }
}

async function sayNoMark(source: ByteSource): Promise<string> {
  const start = new TextDecoder("latin1").decode(await source.slice(0, 4));
  const what = "it does not end with the mark PAR1";
  return start === "PAR1"
    ? `This Parquet file is cut short or damaged: ${what}. Was it downloaded or written to its end?`
    : `This is no Parquet file: ${what}.`;
}

/** A struct of Thrift, by the numbers of its fields. */
// deno-lint-ignore no-explicit-any -- a footer has some hundred fields of a dozen types
type Thrift = { readonly [field: `field_${number}`]: any };

/** @throws {Error} it does not add up */
function describeFooter(raw: Thrift, footerBytes: number): Footer {
  const orders: Thrift[] | undefined = raw.field_7;
  return {
    footerBytes,
    schema: raw.field_2.map(describeElement),
    groups: raw.field_4.map(describeGroup),
    hasTypeOrder: orders?.map((order) => order.field_1 !== undefined) ?? null,
    createdBy: textOf(raw.field_6),
    isMiscounted: /^parquet-mr( version (0|1\.[01]|1\.2\.[0-8])\b.*)?$/.test(
      textOf(raw.field_6) ?? "",
    ),
    keyValues: (raw.field_5 ?? []).map((pair: Thrift) => ({
      key: textOf(pair.field_1) ?? "",
      value: textOf(pair.field_2) ?? "",
    })),
  };
}

function describeGroup(raw: Thrift): StoredGroup {
  const rows = Number(raw.field_3);
  const chunks: (StoredChunk | null)[] = raw.field_1.map(describeChunk);
  // A row has at least one value in each column, missing ones too.
  const isSound = Number.isSafeInteger(rows) && rows >= 0 &&
    chunks.every((chunk) => chunk === null || chunk.values >= rows);
  if (!isSound) throw new Error(`a row group of ${rows} rows has fewer values`);
  return { rows, chunks };
}

const UTF8 = new TextDecoder("utf-8", { ignoreBOM: true });

function textOf(bytes: Uint8Array | undefined): string | null {
  return bytes === undefined ? null : UTF8.decode(bytes);
}

function describeElement(raw: Thrift): SchemaElement {
  const logical = describeLogical(raw.field_10);
  return {
    name: textOf(raw.field_4) ?? "",
    ...raw.field_1 === undefined ? {} : { type: ParquetTypes[raw.field_1]! },
    ...raw.field_2 === undefined ? {} : { type_length: raw.field_2 },
    ...raw.field_3 === undefined ? {} : { repetition_type: FieldRepetitionTypes[raw.field_3]! },
    ...raw.field_5 === undefined ? {} : { num_children: raw.field_5 },
    ...raw.field_6 === undefined ? {} : { converted_type: ConvertedTypes[raw.field_6]! },
    ...raw.field_7 === undefined ? {} : { scale: raw.field_7 },
    ...raw.field_8 === undefined ? {} : { precision: raw.field_8 },
    ...raw.field_9 === undefined ? {} : { field_id: raw.field_9 },
    ...logical === null ? {} : { logical_type: logical },
  };
}

const PLAIN_LOGICAL: ReadonlyMap<number, LogicalType["type"]> = new Map([
  ...[[1, "STRING"], [2, "MAP"], [3, "LIST"], [4, "ENUM"], [6, "DATE"], [9, "INTERVAL"]] as const,
  ...[[11, "NULL"], [12, "JSON"], [13, "BSON"], [14, "UUID"], [15, "FLOAT16"]] as const,
  ...[[16, "VARIANT"], [17, "GEOMETRY"], [18, "GEOGRAPHY"]] as const,
]);

/** Null for none, and for one that is newer than this code. */
function describeLogical(raw: Thrift | undefined): LogicalType | null {
  if (raw === undefined) return null;
  const { field_5: decimal, field_7: time, field_8: timestamp, field_10: integer } = raw;
  if (decimal) return { type: "DECIMAL", scale: decimal.field_1, precision: decimal.field_2 };
  if (time) {
    return { type: "TIME", isAdjustedToUTC: time.field_1, unit: describeUnit(time.field_2) };
  }
  if (timestamp) {
    const unit = describeUnit(timestamp.field_2);
    return { type: "TIMESTAMP", isAdjustedToUTC: timestamp.field_1, unit };
  }
  if (integer) return { type: "INTEGER", bitWidth: integer.field_1, isSigned: integer.field_2 };
  for (const [field, type] of PLAIN_LOGICAL) {
    if (raw[`field_${field}`] !== undefined) return { type } as LogicalType;
  }
  return null;
}

function describeUnit(raw: Thrift): TimeUnit {
  return raw.field_3 ? "NANOS" : raw.field_2 ? "MICROS" : "MILLIS";
}

function describeChunk(raw: Thrift): StoredChunk | null {
  const meta: Thrift | undefined = raw.field_3;
  const isEncrypted = raw.field_8 !== undefined || raw.field_9 !== undefined;
  if (meta === undefined) return null;
  const path: string[] = meta.field_3.map((part: Uint8Array) => textOf(part));
  const described: ColumnMetaData = {
    type: ParquetTypes[meta.field_1]!,
    encodings: (meta.field_2 ?? []).map((encoding: number) => Encodings[encoding]!),
    path_in_schema: path,
    codec: CompressionCodecs[meta.field_4]!,
    num_values: meta.field_5,
    total_uncompressed_size: meta.field_6,
    total_compressed_size: meta.field_7,
    data_page_offset: meta.field_9,
    dictionary_page_offset: meta.field_11,
  };
  const { field_4: indexStart, field_5: indexBytes } = raw;
  return {
    ...{
      path,
      codec: described.codec,
      encodings: described.encodings,
      meta: described,
      isEncrypted,
    },
    compressedBytes: Number(meta.field_7),
    plainBytes: Number(meta.field_6),
    values: Number(meta.field_5),
    startByte: startOf(meta),
    statistics: meta.field_12 === undefined ? null : describeStatistics(meta.field_12),
    offsetIndex: indexStart && indexBytes
      ? { startByte: Number(indexStart), endByte: Number(indexStart) + indexBytes }
      : null,
    otherFile: textOf(raw.field_1),
  };
}

/** Some writers say 0 for no dictionary, or any other place that is none. */
function startOf({ field_9: data, field_11: dictionary }: Thrift): number {
  const hasDictionary = dictionary !== undefined && dictionary > 0n && dictionary < data;
  return Number(hasDictionary ? dictionary : data);
}

function describeStatistics(raw: Thrift): StoredStatistics {
  const bytes = (value: unknown) => value instanceof Uint8Array ? value : undefined;
  return {
    ...{ max: bytes(raw.field_1), min: bytes(raw.field_2) },
    ...{ maxValue: bytes(raw.field_5), minValue: bytes(raw.field_6) },
    nulls: typeof raw.field_3 === "bigint" ? raw.field_3 : undefined,
  };
}
