// Reads a view's fields from a parsed JSON object, as any producer may send it.

import { parseInstant } from "../../domain/instant.ts";
import { parseDecimal } from "./parse_decimal.ts";
import type { RawFields } from "./raw_fields.ts";

/** The fields of a JSON object; values of other types than expected read as missing or invalid. */
export function fieldsFromJson(object: Readonly<Record<string, unknown>>): RawFields {
  const duration = object.watch_duration_minutes;
  const watchDateText = textOf(object.watch_date);
  return {
    userId: textOf(object.user_id),
    showName: textOf(object.show_name),
    watchMinutes: typeof duration === "number"
      ? (Number.isFinite(duration) ? duration : NaN)
      : parseDecimal(typeof duration === "string" ? duration : ""),
    watchMinutesText: shownText(duration),
    startMs: typeof object.watch_date === "string" ? parseInstant(watchDateText.trim()) : NaN,
    watchDateText: shownText(object.watch_date),
    eventId: textOf(object.event_id),
    episode: object.episode === null ? "" : textOrNull(object.episode),
    device: textOf(object.device),
    country: textOf(object.country),
  };
}

/** Text of an id or name, "" when it is missing. */
function textOf(value: unknown): string {
  return textOrNull(value) ?? "";
}

/** The same, null when it is missing. Whole numbers are ids too, but only while a double holds them exactly. */
function textOrNull(value: unknown): string | null {
  if (typeof value === "string") return value;
  return typeof value === "number" && Number.isSafeInteger(value) ? String(value) : null;
}

function shownText(value: unknown): string {
  if (typeof value === "string") return value;
  return value === undefined || value === null ? "" : JSON.stringify(value);
}
