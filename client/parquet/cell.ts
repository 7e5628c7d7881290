// A value of a Parquet file as a key to compare by, and as text to show.

/** What values are compared, sorted and grouped by; null stands for a missing value. */
export type Key = number | bigint | string | boolean | null;

/** How a column's values are compared, and what conditions on it may say. */
export type CellKind = "number" | "time" | "text" | "boolean" | "other";

/** Times become milliseconds, whole numbers plain ones where they are exact, others text. */
export function keyOf(value: unknown): Key {
  switch (typeof value) {
    case "string":
    case "number":
    case "boolean":
      return value;
    case "bigint":
      return Number.isSafeInteger(Number(value)) ? Number(value) : value;
    case "object":
      if (value === null) return null;
      if (value instanceof Date) return value.getTime();
      if (value instanceof Uint8Array) return bytesText(value);
      return toJson(value);
    default:
      return null;
  }
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
  if (value instanceof Date) return Number.isNaN(+value) ? "invalid time" : value.toISOString();
  if (value instanceof Uint8Array) return bytesText(value);
  if (typeof value === "object") return toJson(value);
  return String(value);
}

/** A key as a cell of its kind shows it. */
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
    return typeof part === "number" && !Number.isFinite(part) ? String(part) : part;
  }, indent) ?? "null";
}

const UTF8 = new TextDecoder("utf-8", { fatal: true });

/** Many writers do not say that their bytes are text: they are where they can be, else hexadecimal. */
function bytesText(bytes: Uint8Array): string {
  try {
    const text = UTF8.decode(bytes);
    // deno-lint-ignore no-control-regex
    if (!/[\u0000-\u0008\u000e-\u001f]/.test(text)) return text;
  } catch {
    // no UTF-8
  }
  return `0x${bytes.toHex()}`;
}
