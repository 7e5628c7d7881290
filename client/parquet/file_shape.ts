// What a Parquet file's footer tells, as plain data that a page can show.

import {
  type ColumnChunk,
  type FileMetaData,
  parquetSchema,
  type SchemaTree,
  type Statistics,
} from "hyparquet";
import { type CellKind, type Key, keyOf } from "./cell.ts";

/** A column, or the top of a nested one. */
export interface ColumnShape {
  readonly name: string;
  readonly kind: CellKind;
  /** As a reader would say it: `timestamp (ms, UTC)`, `list<int64>`. */
  readonly type: string;
  /** How its values are stored; null for nested ones. */
  readonly stored: string | null;
  readonly isNullable: boolean;
  readonly isNested: boolean;
}

/** A column of one row group. */
export interface ChunkShape {
  readonly column: string;
  readonly codec: string;
  readonly encodings: readonly string[];
  readonly compressedBytes: number;
  readonly plainBytes: number;
  /** Null when the file does not tell. */
  readonly nulls: number | null;
  readonly min: Key;
  readonly max: Key;
}

/** One row group. */
export interface GroupShape {
  readonly rowStart: number;
  readonly rows: number;
  readonly compressedBytes: number;
  readonly plainBytes: number;
  readonly chunks: readonly ChunkShape[];
}

/** The whole file. */
export interface FileShape {
  readonly sizeBytes: number;
  readonly footerBytes: number;
  readonly rows: number;
  readonly createdBy: string | null;
  readonly columns: readonly ColumnShape[];
  readonly groups: readonly GroupShape[];
  readonly keyValues: readonly { readonly key: string; readonly value: string }[];
}

/** Describes a footer. */
export function describeFile(metadata: FileMetaData, sizeBytes: number): FileShape {
  let rowStart = 0;
  const groups = metadata.row_groups.map((group): GroupShape => {
    const chunks = group.columns.map(describeChunk);
    const rows = Number(group.num_rows);
    const sum = (of: (chunk: ChunkShape) => number) => chunks.reduce((all, c) => all + of(c), 0);
    rowStart += rows;
    return {
      ...{ rowStart: rowStart - rows, rows, chunks },
      compressedBytes: sum(({ compressedBytes }) => compressedBytes),
      plainBytes: sum(({ plainBytes }) => plainBytes),
    };
  });
  return {
    ...{ sizeBytes, groups, footerBytes: metadata.metadata_length },
    rows: Number(metadata.num_rows),
    createdBy: metadata.created_by ?? null,
    columns: parquetSchema(metadata).children.map(describeColumn),
    keyValues: (metadata.key_value_metadata ?? []).map(({ key, value = "" }) => ({ key, value })),
  };
}

function describeChunk({ meta_data: chunk }: ColumnChunk): ChunkShape {
  if (chunk === undefined) {
    throw new Error("Cannot read this file: its columns are encrypted or in other files.");
  }
  const { statistics } = chunk;
  return {
    column: chunk.path_in_schema.join("."),
    codec: chunk.codec,
    encodings: [...new Set(chunk.encodings)],
    compressedBytes: Number(chunk.total_compressed_size),
    plainBytes: Number(chunk.total_uncompressed_size),
    nulls: statistics?.null_count === undefined ? null : Number(statistics.null_count),
    ...boundsOf(statistics),
  };
}

/** The first form of statistics has texts in an order of its own; bounds in disorder tell nothing. */
function boundsOf(statistics: Statistics | undefined): { readonly min: Key; readonly max: Key } {
  const old = (value: unknown) => typeof value === "number" || typeof value === "bigint";
  const min = statistics?.min_value ?? (old(statistics?.min) ? statistics?.min : null);
  const max = statistics?.max_value ?? (old(statistics?.max) ? statistics?.max : null);
  const bounds = { min: keyOf(min), max: keyOf(max) };
  const isSound = bounds.min !== null && bounds.max !== null && bounds.min <= bounds.max;
  return isSound ? bounds : { min: null, max: null };
}

function describeColumn(tree: SchemaTree): ColumnShape {
  const { element, children } = tree;
  return {
    name: element.name,
    kind: kindOf(tree),
    type: typeText(tree),
    stored: element.type ?? null,
    isNullable: element.repetition_type !== "REQUIRED",
    isNested: children.length > 0,
  };
}

function kindOf({ element, children }: SchemaTree): CellKind {
  if (children.length > 0 || element.repetition_type === "REPEATED") return "other";
  const { type, logical_type, converted_type } = element;
  const name = logical_type?.type ?? "";
  if (type === "INT96" || /^(TIMESTAMP|DATE)/.test(name || converted_type || "")) return "time";
  if (type === "BOOLEAN") return "boolean";
  if (name === "DECIMAL" || converted_type === "DECIMAL" || name === "FLOAT16") return "number";
  if (type === "BYTE_ARRAY") return /JSON|BSON|VARIANT|GEO/.test(name) ? "other" : "text";
  if (type === "FIXED_LEN_BYTE_ARRAY") return name === "UUID" ? "text" : "other";
  return "number";
}

function typeText({ element, children }: SchemaTree): string {
  const logical = element.logical_type;
  const name = logical?.type ?? element.converted_type;
  if (children.length > 0) return nestedText(name, children);
  const plain = logical?.type === "TIMESTAMP"
    ? `timestamp (${unitText(logical.unit)}${logical.isAdjustedToUTC ? ", UTC" : ", no zone"})`
    : logical?.type === "DECIMAL"
    ? `decimal(${logical.precision}, ${logical.scale})`
    : logical?.type === "INTEGER"
    ? `${logical.isSigned ? "" : "u"}int${logical.bitWidth}`
    : name === "STRING" || name === "UTF8"
    ? "text"
    : element.type === "INT96"
    ? "timestamp (int96, deprecated)"
    : (name ?? element.type ?? "unknown").toLowerCase().replaceAll("_", " ");
  return element.repetition_type === "REPEATED" ? `list<${plain}>` : plain;
}

function nestedText(name: string | undefined, children: readonly SchemaTree[]): string {
  const item = children[0]!;
  if (name === "LIST") return `list<${typeText(item.children[0] ?? item)}>`;
  if (name === "MAP" || name === "MAP_KEY_VALUE") {
    return `map<${item.children.map(typeText).join(", ")}>`;
  }
  return `struct<${
    children.map((child) => `${child.element.name}: ${typeText(child)}`).join(", ")
  }>`;
}

function unitText(unit: string): string {
  return { MILLIS: "ms", MICROS: "µs", NANOS: "ns" }[unit] ?? unit;
}
