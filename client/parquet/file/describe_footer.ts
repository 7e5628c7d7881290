// Tells what a footer's numbered fields mean, as the format's definition (parquet.thrift) numbers them.

import type { ColumnMetaData, LogicalType, SchemaElement, TimeUnit } from "hyparquet";
import {
  CompressionCodecs,
  ConvertedTypes,
  Encodings,
  FieldRepetitionTypes,
  ParquetTypes,
} from "hyparquet/src/constants.js";
import type { Footer, StoredChunk, StoredGroup, StoredStatistics } from "./read_footer.ts";

/** A struct of Thrift, by the numbers of its fields. */
// deno-lint-ignore no-explicit-any -- a footer has some hundred fields of a dozen types
type Thrift = { readonly [field: `field_${number}`]: any };

/** @throws {Error} it does not add up */
export function describeFooter(raw: Thrift, footerBytes: number): Footer {
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
