// The least and most values that statistics tell of a column chunk, where the order they were found in is known.

import type { SchemaElement } from "hyparquet";
import { compareBytes } from "../../../domain/order.ts";
import { type Key, plainWhole } from "../values/cell.ts";
import type { CellForm } from "../values/cell_form.ts";
import { signedOfBytes } from "../values/exact_decimal.ts";
import type { StoredStatistics } from "./read_footer.ts";
import { uuidText } from "../values/told_values.ts";

/** Bounds of a chunk: keys, or bytes for texts. Statistics may cut texts: then they lie below the least or above the most. */
export interface Bounds {
  readonly rows: number;
  /** Missing values; null when the file does not tell. */
  readonly nulls: number | null;
  readonly range: Range | null;
}

export type Range =
  | { readonly kind: "keys"; readonly min: number | bigint; readonly max: number | bigint }
  | { readonly kind: "bytes"; readonly min: Uint8Array; readonly max: Uint8Array };

const UTF8 = new TextEncoder();

/** Nothing is known. */
export const NO_BOUNDS: Omit<Bounds, "rows"> = { nulls: null, range: null };

/**
 * Reads the statistics of a column that has one value a row. `hasTypeOrder`: the file says that the second form of
 * bounds is in the order of the column's type; without that only signed numbers have an order that all writers share.
 */
export function boundsOf(
  statistics: StoredStatistics | null,
  { element, form, hasTypeOrder }: {
    readonly element: SchemaElement;
    readonly form: CellForm;
    readonly hasTypeOrder: boolean;
  },
): Omit<Bounds, "rows"> {
  if (statistics === null) return NO_BOUNDS;
  const { min, max, minValue, maxValue } = statistics;
  const isSigned = hasSignedOrder(element, form);
  const range = hasTypeOrder || isSigned ? rangeOf(minValue, maxValue, { element, form }) : null;
  const old = isSigned ? rangeOf(min, max, { element, form }) : null;
  const isBare = minValue === undefined && maxValue === undefined && min === undefined &&
    max === undefined;
  const nulls = statistics.nulls === undefined ? null : Number(statistics.nulls);
  // Old writers wrote 0 where they had not counted; they told no bounds then.
  return { nulls: nulls === 0 && isBare ? null : nulls, range: range ?? old };
}

/** The first form of bounds was found by signed comparison whatever the type is. */
function hasSignedOrder({ type }: SchemaElement, form: CellForm): boolean {
  if (type === "INT32" || type === "INT64") return form.kind !== "integer" || form.isSigned;
  return type === "FLOAT" || type === "DOUBLE";
}

function rangeOf(
  min: Uint8Array | undefined,
  max: Uint8Array | undefined,
  column: { readonly element: SchemaElement; readonly form: CellForm },
): Range | null {
  if (min === undefined || max === undefined) return null;
  if (column.form.kind === "text") {
    return compareBytes(min, max) <= 0 ? { kind: "bytes", min, max } : null;
  }
  if (column.form.kind === "uuid") {
    if (min.length !== 16 || max.length !== 16 || compareBytes(min, max) > 0) return null;
    return { kind: "bytes", min: UTF8.encode(uuidText(min)), max: UTF8.encode(uuidText(max)) };
  }
  const least = boundKey(min, column), most = boundKey(max, column);
  // Bounds in disorder tell of another order; one that is no number (NaN) hides the others.
  return least !== null && most !== null && least <= most
    ? { kind: "keys", min: least, max: most }
    : null;
}

/** Null where the order of a type's bounds is not known, and for bytes of another length than its values have. */
function boundKey(
  bytes: Uint8Array,
  { element, form }: { readonly element: SchemaElement; readonly form: CellForm },
): number | bigint | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (element.type) {
    case "INT32":
      if (bytes.length !== 4) return null;
      return form.kind === "integer" && !form.isSigned
        ? view.getUint32(0, true)
        : view.getInt32(0, true);
    case "INT64":
      if (bytes.length !== 8) return null;
      return plainWhole(
        form.kind === "integer" && !form.isSigned
          ? view.getBigUint64(0, true)
          : view.getBigInt64(0, true),
      );
    case "FLOAT":
      return bytes.length === 4 ? number(view.getFloat32(0, true)) : null;
    case "DOUBLE":
      return bytes.length === 8 ? number(view.getFloat64(0, true)) : null;
    case "FIXED_LEN_BYTE_ARRAY":
      // Of decimals in bytes of any length some writers compared the bytes: those are not asked.
      return form.kind === "decimal" && bytes.length === element.type_length
        ? plainWhole(signedOfBytes(bytes))
        : null;
    default:
      return null;
  }
}

function number(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

/** Whether a value may equal the asked one. */
export function mayHold({ range }: Bounds, key: Key): boolean {
  // Bytes in a column of texts that are no text are shown in hexadecimal.
  if (typeof key === "string" && key.startsWith("0x")) return true;
  const min = compareBound(range, "min", key), max = compareBound(range, "max", key);
  return (min === null || min <= 0) && (max === null || max >= 0);
}

/** How a bound stands to a key; null where that is not known. */
export function compareBound(range: Range | null, side: "min" | "max", key: Key): number | null {
  if (range === null) return null;
  if (range.kind === "bytes") {
    return typeof key === "string" ? compareBytes(range[side], UTF8.encode(key)) : null;
  }
  if (typeof key !== "number" && typeof key !== "bigint" || Number.isNaN(key)) return null;
  const bound = range[side];
  return bound < key ? -1 : bound > key ? 1 : 0;
}
