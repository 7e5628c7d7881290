// Parses a row of JSON, keeping numbers as they are written where they stand for texts or instants: a double
// has not all digits of a long id, and does not tell 1 from 1.0.

import { COLUMN_NAMES } from "../../domain/columns.ts";
import { isWrittenNumber, parseWritten } from "../../domain/written_number.ts";

/** The keys whose numbers are read by their digits. */
const WRITTEN_KEYS = COLUMN_NAMES.filter((name) => name !== "watch_duration_minutes");

/** The object that a JSON text holds, or null when it is anything else. */
export function parseObject(text: string): Record<string, unknown> | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  return asRow(value, text);
}

/** A value that was parsed from `text`, as {@link parseObject} gives it. */
export function asRow(value: unknown, text: string): Record<string, unknown> | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const object = value as Record<string, unknown>;
  for (const key of WRITTEN_KEYS) {
    if (typeof object[key] === "number" && !isWrittenAsIs(object[key], key, text)) {
      return withWritten(object, text);
    }
  }
  return isBeyondDoubles(object.watch_duration_minutes) ? withWritten(object, text) : object;
}

/** The digits of a whole number of a row, null for anything else. */
export function wholeDigits(value: unknown): string | null {
  if (typeof value === "number") return Number.isSafeInteger(value) ? String(value) : null;
  if (!isWrittenNumber(value)) return null;
  return /^-?\d+$/.test(value.rawJSON) ? value.rawJSON : null;
}

/** Whether a number was too large for a double, as 1e400 is: it is told as it is written. */
function isBeyondDoubles(value: unknown): boolean {
  return typeof value === "number" && !Number.isFinite(value);
}

/** Whether a number surely is written as `String()` writes it, so that nothing is lost. */
function isWrittenAsIs(value: number, key: string, text: string): boolean {
  const name = `"${key}"`, at = text.indexOf(name);
  // A key may come twice, and with escapes one cannot tell.
  if (at < 0 || text.indexOf(name, at + 1) >= 0 || text.includes("\\u")) return false;
  WRITTEN.lastIndex = at + name.length;
  return Number.isSafeInteger(value) && WRITTEN.exec(text)?.[1] === String(value);
}

const WRITTEN = /\s*:\s*(-?\d+)\s*[,}]/y;

/** The object with those of its numbers as they are written that stand for texts or instants. */
function withWritten(object: Record<string, unknown>, text: string): Record<string, unknown> {
  const written = parseWritten(text) as Record<string, unknown>;
  for (const key of WRITTEN_KEYS) {
    if (typeof object[key] === "number") object[key] = written[key];
  }
  const minutes = object.watch_duration_minutes;
  if (isBeyondDoubles(minutes)) object.watch_duration_minutes = written.watch_duration_minutes;
  return object;
}
