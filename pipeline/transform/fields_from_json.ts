// Reads a view's fields from a parsed JSON object, as any producer may send it.

import { forDimensions } from "../../domain/columns.ts";
import { instantOfCount, parseInstant } from "../../domain/instant.ts";
import { parseDecimal } from "./parse_decimal.ts";
import { wholeDigits } from "./parse_json_object.ts";
import type { RawFields } from "./raw_fields.ts";

/** The fields of an object of `parseObject()`; values of other types than expected are missing or invalid. */
export function fieldsFromJson(object: Readonly<Record<string, unknown>>): RawFields {
  const duration = object.watch_duration_minutes;
  return {
    ...forDimensions((name) => textOf(object[name])),
    userId: textOf(object.user_id),
    userIdAsFound: shownText(object.user_id),
    showName: textOf(object.show_name),
    showNameAsFound: shownText(object.show_name),
    watchMinutes: typeof duration === "number"
      ? (Number.isFinite(duration) ? duration : NaN)
      : parseDecimal(typeof duration === "string" ? duration : ""),
    watchMinutesText: shownText(duration),
    startMs: startOf(object.watch_date),
    watchDateText: shownText(object.watch_date),
    eventId: textOf(object.event_id),
    episode: object.episode === null ? "" : textOrNull(object.episode),
    genre: textOf(object.genre),
  };
}

/** Text of an id or name, "" when it is missing. */
function textOf(value: unknown): string {
  return textOrNull(value) ?? "";
}

/** The same, null when it is missing. A whole number is a text too: its digits. */
function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : wholeDigits(value);
}

/** The instant of a text or of a whole number, NaN when it is none. */
function startOf(value: unknown): number {
  if (typeof value === "string") return parseInstant(value.trim());
  const digits = wholeDigits(value);
  return digits === null ? NaN : instantOfCount(Number(digits));
}

function shownText(value: unknown): string {
  if (typeof value === "string") return value;
  return value === undefined || value === null ? "" : JSON.stringify(value);
}
