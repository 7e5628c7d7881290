// A row's fields as texts and numbers, by the column names of the contract; CSV and JSON end here.

import { type Dimension, forDimensions } from "../../domain/columns.ts";
import { naiveDecimal } from "./naive_decimal.ts";
import { naiveInstant, withinYears } from "./naive_instant.ts";
import { type JsonObject, WrittenNumber } from "./read_ndjson_rows.ts";

/** The fields of one row, untrimmed; absent text is "" (an absent episode null), a number that is none NaN. */
export interface NaiveFields extends Readonly<Record<Dimension, string>> {
  readonly userId: string;
  /** What stands there when that is no text, as people see it; the text when absent. */
  readonly userIdAsFound?: string;
  readonly showName: string;
  readonly showNameAsFound?: string;
  readonly watchMinutes: number;
  readonly watchMinutesText: string;
  readonly startMs: number;
  readonly watchDateText: string;
  readonly eventId: string;
  readonly episode: string | null;
  readonly genre: string;
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
    ...forDimensions(cell),
    genre: cell("genre"),
    excluded: null,
  };
}

/** The fields of a JSON object: whole numbers are texts too, the duration may be either. */
export function fieldsOfObject(object: JsonObject): NaiveFields {
  const date = object.watch_date;
  return {
    userId: idText(object.user_id) ?? "",
    userIdAsFound: shown(object.user_id),
    showName: idText(object.show_name) ?? "",
    showNameAsFound: shown(object.show_name),
    watchMinutes: durationOf(object.watch_duration_minutes),
    watchMinutesText: shownNumber(object.watch_duration_minutes),
    startMs: startOf(date),
    watchDateText: shown(date),
    eventId: idText(object.event_id) ?? "",
    // No key is no episode, null is an empty one; a value of another kind is as good as no key.
    episode: object.episode === null ? "" : idText(object.episode),
    ...forDimensions((name) => idText(object[name]) ?? ""),
    genre: idText(object.genre) ?? "",
    excluded: null,
  };
}

function durationOf(value: unknown): number {
  if (typeof value === "string") return naiveDecimal(value);
  // 1e999 is valid JSON, but no double.
  return value instanceof WrittenNumber ? naiveDecimal(value.text) : NaN;
}

/** A text, or a whole number as it is written. */
function idText(value: unknown): string | null {
  if (typeof value === "string") return value;
  return value instanceof WrittenNumber && isWhole(value.text) ? value.text : null;
}

function isWhole(number: string): boolean {
  return !/[.eE]/.test(number);
}

function startOf(value: unknown): number {
  if (typeof value === "string") return naiveInstant(value.trim());
  if (!(value instanceof WrittenNumber) || !isWhole(value.text)) return NaN;
  const count = BigInt(value.text), size = count < 0n ? -count : count;
  return withinYears(Number(size < 260_000_000_000n ? count * 1000n : count));
}

function shownNumber(value: unknown): string {
  const isDouble = value instanceof WrittenNumber && Number.isFinite(Number(value.text));
  return isDouble ? JSON.stringify(value) : shown(value);
}

function shown(value: unknown): string {
  if (typeof value === "string") return value;
  if (value instanceof WrittenNumber) return value.text;
  return value === undefined || value === null ? "" : JSON.stringify(value);
}
