// A row's fields as texts and numbers, by the column names of the contract; CSV and JSON end here.

import { naiveDecimal } from "./naive_decimal.ts";
import { naiveInstant } from "./naive_instant.ts";
import type { JsonObject } from "./read_ndjson_rows.ts";

/** The fields of one row, untrimmed; absent text is "" (an absent episode null), a number that is none NaN. */
export interface NaiveFields {
  readonly userId: string;
  readonly showName: string;
  readonly watchMinutes: number;
  readonly watchMinutesText: string;
  readonly startMs: number;
  readonly watchDateText: string;
  readonly eventId: string;
  readonly episode: string | null;
  readonly device: string;
  readonly country: string;
  /** Why the row is left out on purpose once it keeps all rules; null when it is not. */
  readonly excluded: "supplemental" | "autoplayed" | null;
}

/** The fields of a CSV row's cells. */
export function fieldsOfCells(header: readonly string[], cells: readonly string[]): NaiveFields {
  const cell = (name: string) => cells[header.indexOf(name)] ?? "";
  return {
    userId: cell("user_id"),
    showName: cell("show_name"),
    watchMinutes: naiveDecimal(cell("watch_duration_minutes")),
    watchMinutesText: cell("watch_duration_minutes"),
    startMs: naiveInstant(cell("watch_date").trim()),
    watchDateText: cell("watch_date"),
    eventId: cell("event_id"),
    episode: header.includes("episode") ? cell("episode") : null,
    device: cell("device"),
    country: cell("country"),
    excluded: null,
  };
}

/** The fields of a JSON object: whole numbers are texts too, the duration may be either. */
export function fieldsOfObject(object: JsonObject): NaiveFields {
  const duration = object.watch_duration_minutes;
  const date = object.watch_date;
  return {
    userId: idText(object.user_id),
    showName: idText(object.show_name),
    watchMinutes: durationOf(duration),
    watchMinutesText: shown(duration),
    startMs: typeof date === "string" ? naiveInstant(date.trim()) : NaN,
    watchDateText: shown(date),
    eventId: idText(object.event_id),
    episode: episodeText(object.episode),
    device: idText(object.device),
    country: idText(object.country),
    excluded: null,
  };
}

function durationOf(value: unknown): number {
  if (typeof value === "string") return naiveDecimal(value);
  // 1e999 is valid JSON, but no double.
  return typeof value === "number" && Math.abs(value) !== Infinity ? value : NaN;
}

function idText(value: unknown): string {
  if (typeof value === "string") return value;
  return Number.isSafeInteger(value) ? String(value) : "";
}

/** No key is no episode, null is an empty one; a value of another kind is as good as no key. */
function episodeText(value: unknown): string | null {
  const isText = typeof value === "string" || Number.isSafeInteger(value);
  return value === null ? "" : isText ? String(value) : null;
}

function shown(value: unknown): string {
  if (typeof value === "string") return value;
  return value === undefined || value === null ? "" : JSON.stringify(value);
}
