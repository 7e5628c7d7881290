// A value of a Parquet file as a key to compare by, and as text to show.

import { ExactNumber, Instant, numberText, ShortNumber } from "./told_values.ts";
import type { CellKind } from "./cell_form.ts";

/** What values are compared, sorted and grouped by; null stands for a missing value. */
export type Key = number | bigint | string | boolean | null;

/** Of a value as it is shown: times become milliseconds, whole numbers plain ones where they are exact, others text. */
export function keyOf(value: unknown): Key {
  switch (typeof value) {
    case "string":
    case "number":
    case "boolean":
      return value;
    case "bigint":
      return plainWhole(value);
    case "object":
      if (value === null) return null;
      if (value instanceof Date || value instanceof Instant) return value.getTime();
      if (value instanceof Uint8Array) return bytesText(value);
      if (value instanceof ShortNumber) return value.float;
      if (value instanceof ExactNumber) return value.toString();
      return toJson(value);
    default:
      return null;
  }
}

/** A plain number where it is exact: those are compared fastest. */
export function plainWhole(value: bigint): number | bigint {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

/** Numbers and texts in their order, texts by code units; what is no number, then null, at the end. */
export function compareKeys(a: Key, b: Key): number {
  if (a === b) return 0;
  const rank = rankOf(a) - rankOf(b);
  if (rank !== 0 || a === null || b === null) return rank;
  return a < b ? -1 : a > b ? 1 : 0;
}

function rankOf(key: Key): number {
  return key === null ? 2 : Number.isNaN(key) ? 1 : 0;
}

/** As a cell shows it; empty for a missing value. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return numberText(value);
  if (value instanceof Date) return Number.isNaN(+value) ? "invalid time" : value.toISOString();
  if (value instanceof Uint8Array) return bytesText(value);
  if (isSimple(value)) return String(value);
  return toJson(value);
}

/** What has a text of its own and is no part of something nested. */
export function isSimple(value: unknown): boolean {
  return typeof value !== "object" || value === null || value instanceof Date ||
    value instanceof Uint8Array || value instanceof Instant || value instanceof ExactNumber ||
    value instanceof ShortNumber;
}

/** A key that is told (`column_keys.ts`) as a cell of its kind shows it. */
export function keyText(key: Key, kind: CellKind): string {
  if (key === null) return "missing";
  return kind === "time" && typeof key === "number" ? cellText(new Date(key)) : cellText(key);
}

/** What JSON lacks is told as text: large numbers, bytes, infinities. */
export function toJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, (_, part) => {
    if (typeof part === "bigint") {
      return Number.isSafeInteger(Number(part)) ? Number(part) : String(part);
    }
    if (part instanceof Uint8Array) return bytesText(part);
    if (part instanceof Map) return Object.fromEntries(part);
    if (Object.is(part, -0)) return MINUS_ZERO;
    return typeof part === "number" && !Number.isFinite(part) ? String(part) : part;
  }, indent) ?? "null";
}

/** Of itself, JSON.stringify() takes its sign off; browsers of before 2025 cannot do otherwise. */
const MINUS_ZERO = (JSON as { rawJSON?: (text: string) => unknown }).rawJSON?.("-0") ?? 0;

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Many writers do not say that their bytes are text: they are where they can be, else hexadecimal. */
export function bytesText(bytes: Uint8Array): string {
  return textOfBytes(bytes) ?? `0x${bytes.toHex()}`;
}

/** Null for what cannot be a text. */
function textOfBytes(bytes: Uint8Array): string | null {
  try {
    const text = UTF8.decode(bytes);
    // deno-lint-ignore no-control-regex
    return /[\u0000-\u0008\u000e-\u001f]/.test(text) ? null : text;
  } catch {
    return null;
  }
}

/** Of a column of texts; bytes that are none stay what they are. */
export function stringOfBytes(bytes: Uint8Array): string | Uint8Array {
  if (bytes === undefined) return bytes; // the library asks for what is missing, too
  try {
    return UTF8.decode(bytes);
  } catch {
    return bytes;
  }
}
