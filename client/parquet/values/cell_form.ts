// What the values of a column are, as its schema says: how they are stored, read, compared, shown and saved again.

import type { SchemaElement } from "hyparquet";
import type { TimeUnit } from "./plain_time.ts";

/** How a column's values are compared, and what conditions on it may say. */
export type CellKind = "number" | "time" | "clock" | "text" | "boolean" | "other";

/** A column's values; what is nested holds forms again. Plain data: pages get it too. */
export type CellForm =
  | { readonly kind: "boolean" | "double" | "float" | "half" | "text" | "uuid" }
  /** `bits` of an unsigned number are 8, 16, 32 or 64. */
  | { readonly kind: "integer"; readonly bits: number; readonly isSigned: boolean }
  | { readonly kind: "decimal"; readonly precision: number; readonly scale: number }
  | { readonly kind: "instant"; readonly unit: TimeUnit; readonly isUtc: boolean }
  | { readonly kind: "date" }
  /** A time of day. */
  | { readonly kind: "clock"; readonly unit: TimeUnit; readonly isUtc: boolean }
  | { readonly kind: "interval" }
  /** `isFixed`: all as long as each other. Others are texts where they can be: many writers do not say so. */
  | { readonly kind: "bytes"; readonly isFixed: boolean }
  | { readonly kind: "list"; readonly item: CellForm }
  | { readonly kind: "map"; readonly key: CellForm; readonly value: CellForm }
  | {
    readonly kind: "struct";
    readonly names: readonly string[];
    readonly fields: readonly CellForm[];
  }
  /** What the library makes objects of: variants, shapes. */
  | { readonly kind: "object" };

/** How a column of this form is compared, and what conditions on it may say. */
export function kindOf(form: CellForm): CellKind {
  switch (form.kind) {
    case "boolean":
      return "boolean";
    case "integer":
    case "decimal":
    case "double":
    case "float":
    case "half":
      return "number";
    case "instant":
    case "date":
      return "time";
    case "clock":
      return "clock";
    case "text":
    case "uuid":
      return "text";
    case "bytes":
      return form.isFixed ? "other" : "text";
    case "interval":
    case "list":
    case "map":
    case "struct":
    case "object":
      return "other";
    default:
      form satisfies never;
      return "other";
  }
}

/** The form of a leaf's values, by its annotations. */
export function leafForm(element: SchemaElement): CellForm {
  const { type, logical_type: logical, converted_type: converted } = element;
  switch (logical?.type) {
    case "DECIMAL":
      return { kind: "decimal", precision: logical.precision, scale: logical.scale };
    case "TIMESTAMP":
      return { kind: "instant", unit: unitOf(logical.unit), isUtc: logical.isAdjustedToUTC };
    case "TIME":
      return { kind: "clock", unit: unitOf(logical.unit), isUtc: logical.isAdjustedToUTC };
    case "INTEGER":
      return { kind: "integer", bits: logical.bitWidth, isSigned: logical.isSigned };
    case "DATE":
      return { kind: "date" };
    case "STRING":
    case "ENUM":
    case "JSON":
      return { kind: "text" };
    case "UUID":
      return element.type_length === 16 ? { kind: "uuid" } : { kind: "bytes", isFixed: true };
    case "FLOAT16":
      return element.type_length === 2 ? { kind: "half" } : { kind: "bytes", isFixed: true };
    case "GEOMETRY":
    case "GEOGRAPHY":
      return { kind: "object" };
  }
  switch (converted) {
    case "DECIMAL":
      return { kind: "decimal", precision: element.precision ?? 0, scale: element.scale ?? 0 };
    case "TIMESTAMP_MILLIS":
    case "TIMESTAMP_MICROS":
      return { kind: "instant", unit: converted === "TIMESTAMP_MICROS" ? "µs" : "ms", isUtc: true };
    case "TIME_MILLIS":
    case "TIME_MICROS":
      return { kind: "clock", unit: converted === "TIME_MICROS" ? "µs" : "ms", isUtc: true };
    case "DATE":
      return { kind: "date" };
    case "UTF8":
    case "ENUM":
    case "JSON":
      return { kind: "text" };
    case "INTERVAL":
      return element.type_length === 12 ? { kind: "interval" } : { kind: "bytes", isFixed: true };
  }
  const integer = /^(U?)INT_(\d+)$/.exec(converted ?? "");
  if (integer !== null) {
    return { kind: "integer", bits: Number(integer[2]), isSigned: integer[1] === "" };
  }
  return storedForm(type);
}

function storedForm(type: SchemaElement["type"]): CellForm {
  switch (type) {
    case "BOOLEAN":
      return { kind: "boolean" };
    case "INT32":
    case "INT64":
      return { kind: "integer", bits: type === "INT32" ? 32 : 64, isSigned: true };
    case "INT96":
      return { kind: "instant", unit: "ns", isUtc: false };
    case "FLOAT":
      return { kind: "float" };
    case "DOUBLE":
      return { kind: "double" };
    default:
      return { kind: "bytes", isFixed: type === "FIXED_LEN_BYTE_ARRAY" };
  }
}

function unitOf(unit: string): TimeUnit {
  return unit === "NANOS" ? "ns" : unit === "MICROS" ? "µs" : "ms";
}

/** As a reader would say it: `timestamp (ms, UTC)`, `decimal(9, 2)`. */
export function leafText(element: SchemaElement, form: CellForm): string {
  const { logical_type: logical, converted_type: converted } = element;
  switch (form.kind) {
    case "instant":
      if (element.type === "INT96") return "timestamp (int96, deprecated)";
      return `timestamp (${form.unit}, ${form.isUtc ? "UTC" : "no zone"})`;
    case "clock":
      return `time (${form.unit})`;
    case "decimal":
      return `decimal(${form.precision}, ${form.scale})`;
    case "integer":
      return `${form.isSigned ? "" : "u"}int${form.bits}`;
    case "text": {
      const name = logical?.type ?? converted;
      return name === "JSON" || name === "ENUM" ? name.toLowerCase() : "text";
    }
    default: {
      const name = logical?.type ?? converted ?? element.type ?? "unknown";
      return name.toLowerCase().replaceAll("_", " ");
    }
  }
}
