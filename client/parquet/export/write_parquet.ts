// Writes stored values as Parquet again: every column keeps its type, unit and digits; what is nested becomes JSON.

import type { DecodedArray, SchemaElement } from "hyparquet";
import { type ColumnSource, parquetWriteBuffer } from "hyparquet-writer";
import { toJson } from "../values/cell.ts";
import type { Column } from "../file/schema_node.ts";
import { type TimeUnit } from "../values/plain_time.ts";
import { wholeOf } from "../values/told_values.ts";

/** A column as the library writes it. */
interface WrittenColumn {
  readonly element: SchemaElement;
  readonly data: unknown[];
  /** Null for what the library would compare in another order than readers. */
  readonly hasStatistics: boolean;
}

/** `stored`: values by column. @throws {Error} a value does not fit its column's type */
export function writeParquet(
  columns: readonly Column[],
  stored: readonly unknown[][],
): ArrayBuffer {
  const written = columns.map((column, i) => writtenOf(column, stored[i]!));
  const root: SchemaElement = { name: "root", num_children: columns.length };
  return parquetWriteBuffer({
    schema: [root, ...written.map(({ element }) => element)],
    columnData: written.map(({ element, data, hasStatistics }): ColumnSource => ({
      name: element.name,
      data: data as DecodedArray,
      statistics: hasStatistics,
      // In a dictionary of the library 0 and -0 are one.
      ...element.type === "FLOAT" || element.type === "DOUBLE" ? { encoding: "PLAIN" } : {},
    })),
    createdBy: "playhead explore",
  });
}

function writtenOf(column: Column, stored: unknown[]): WrittenColumn {
  const { name, element: source, form, tell, isFlat } = column;
  const base = {
    name,
    repetition_type: isFlat ? source.repetition_type ?? "OPTIONAL" : "OPTIONAL",
    ...source.field_id === undefined ? {} : { field_id: source.field_id },
  } as const;
  const plain = { data: stored, hasStatistics: true };
  if (!isFlat || form.kind === "object") {
    const data = stored.map((value) => value === null ? null : toJson(tell(value)));
    return { ...plain, element: { ...base, ...TEXT }, data };
  }
  const type = source.type!;
  switch (form.kind) {
    case "text":
      // Bytes that are no text stand among them as they are: no order is known of both.
      return {
        ...plain,
        hasStatistics: !hasBytes(stored),
        element: { ...base, ...textType(source) },
      };
    case "instant":
      return type === "INT96" ? instantsOfInt96(base, column, stored) : {
        ...plain,
        element: { ...base, type: "INT64", ...timestampType(form.unit, form.isUtc) },
      };
    case "clock":
      return { ...plain, element: { ...base, type, ...clockType(form.unit, form.isUtc) } };
    case "date":
      return {
        ...plain,
        element: { ...base, type: "INT32", converted_type: "DATE", logical_type: { type: "DATE" } },
      };
    case "decimal":
      return writtenDecimals(base, source, stored);
    case "integer":
      return { ...plain, element: { ...base, type, ...integerType(form) } };
    case "interval":
    case "bytes":
      return { ...plain, hasStatistics: false, element: { ...base, ...bytesType(source) } };
    case "uuid":
    case "half":
      return { ...plain, element: { ...base, ...bytesType(source) } };
    default:
      return { ...plain, element: { ...base, type } };
  }
}

const TEXT = {
  type: "BYTE_ARRAY",
  converted_type: "UTF8",
  logical_type: { type: "STRING" },
} as const satisfies Partial<SchemaElement>;

/** JSON's converted type would have the library write texts as JSON again. */
function textType({ logical_type: logical, converted_type: converted }: SchemaElement) {
  const name = logical?.type ?? converted;
  if (name !== "JSON" && name !== "ENUM") return TEXT;
  return { type: "BYTE_ARRAY", logical_type: { type: name } } as const;
}

function bytesType(source: SchemaElement): Partial<SchemaElement> {
  const { type, type_length, converted_type, logical_type } = source;
  return {
    ...type === undefined ? {} : { type },
    ...type_length === undefined ? {} : { type_length },
    ...converted_type === "INTERVAL" || converted_type === "BSON" ? { converted_type } : {},
    ...logical_type === undefined ? {} : { logical_type },
  };
}

const UNITS = { ms: "MILLIS", "µs": "MICROS", ns: "NANOS" } as const;

function timestampType(unit: TimeUnit, isUtc: boolean): Partial<SchemaElement> {
  const logical_type = { type: "TIMESTAMP", isAdjustedToUTC: isUtc, unit: UNITS[unit] } as const;
  // The older annotation means UTC and has no nanoseconds.
  if (!isUtc || unit === "ns") return { logical_type };
  return { logical_type, converted_type: unit === "ms" ? "TIMESTAMP_MILLIS" : "TIMESTAMP_MICROS" };
}

function clockType(unit: TimeUnit, isUtc: boolean): Partial<SchemaElement> {
  const logical_type = { type: "TIME", isAdjustedToUTC: isUtc, unit: UNITS[unit] } as const;
  if (!isUtc || unit === "ns") return { logical_type };
  return { logical_type, converted_type: unit === "ms" ? "TIME_MILLIS" : "TIME_MICROS" };
}

/** By the older annotation alone: the library writes the newer one in a way that others cannot read. */
function integerType(
  { bits, isSigned }: { bits: number; isSigned: boolean },
): Partial<SchemaElement> {
  if (isSigned && bits >= 32) return {};
  return {
    converted_type: `${isSigned ? "" : "U"}INT_${bits}` as NonNullable<
      SchemaElement["converted_type"]
    >,
  };
}

/** Nanoseconds in 64 bits reach from 1677 to 2262. */
function instantsOfInt96(
  base: SchemaElement,
  { name }: Column,
  stored: unknown[],
): WrittenColumn {
  for (const value of stored) {
    if (typeof value === "bigint" && BigInt.asIntN(64, value) !== value) {
      throw new Error(
        `Cannot save ${name} as Parquet: a time of its old kind (int96) lies beyond the years 1677 to 2262, ` +
          "which the kind of today can hold to the nanosecond. Save as CSV or JSON instead.",
      );
    }
  }
  const element: SchemaElement = { ...base, type: "INT64", ...timestampType("ns", false) };
  return { element, data: stored, hasStatistics: true };
}

/** Bytes of any length become those of one length, which more readers know. */
function writtenDecimals(
  base: SchemaElement,
  source: SchemaElement,
  stored: unknown[],
): WrittenColumn {
  const { type, type_length = 16, precision = 0, scale = 0 } = source;
  const logical = source.logical_type?.type === "DECIMAL"
    ? source.logical_type
    : { precision, scale };
  const annotation = {
    ...{ precision: logical.precision, scale: logical.scale },
    converted_type: "DECIMAL",
    logical_type: { type: "DECIMAL", precision: logical.precision, scale: logical.scale },
  } as const;
  if (type === "INT32" || type === "INT64") {
    const data = stored.map((value) => value === null ? null : wholeOf(value as number | bigint));
    return { element: { ...base, type, ...annotation }, data, hasStatistics: true };
  }
  const longest = stored.reduce<number>(
    (most, value) => value instanceof Uint8Array ? Math.max(most, value.length) : most,
    type === "FIXED_LEN_BYTE_ARRAY" ? type_length : 16,
  );
  const fixed = { type: "FIXED_LEN_BYTE_ARRAY", type_length: longest } as const;
  return {
    element: { ...base, ...fixed, ...annotation },
    data: stored.map((value) => value === null ? null : wholeOf(value as Uint8Array)),
    hasStatistics: true,
  };
}

function hasBytes(stored: readonly unknown[]): boolean {
  return stored.some((value) => value instanceof Uint8Array);
}
