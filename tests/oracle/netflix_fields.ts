// Reads the rows of a Netflix export (`ViewingActivity.csv`) into the contract's fields.

import { forDimensions } from "../../domain/columns.ts";
import type { NaiveFields } from "./naive_fields.ts";
import { naiveInstant } from "./naive_instant.ts";
import type { SourceRow } from "./source_row.ts";
import { splitTitle } from "./split_title.ts";
import { clockOf24Hours, type DateStyle, spreadsheetInstant } from "./spreadsheet_dates.ts";

const START_NAMES = ["Start Time", "Start Time (UTC)"];
const DURATION_NAMES = ["Duration", "Duration (H:MM:SS)"];

/** Whether a CSV header is a Netflix export's. */
export function isNetflixHeader(header: readonly string[]): boolean {
  return header.includes("Profile Name") && header.includes("Title") &&
    START_NAMES.some((name) => header.includes(name)) &&
    DURATION_NAMES.some((name) => header.includes(name));
}

/** The fields of one row of a Netflix export. */
export function netflixFields(
  header: readonly string[],
  cells: readonly string[],
  style: DateStyle | "usual" = "usual",
): NaiveFields {
  const cell = (...names: string[]) =>
    cells[header.findIndex((name) => names.includes(name))] ?? "";
  const { showName, episode } = splitTitle(cell("Title"));
  const watchDateText = cell(...START_NAMES);
  const watchMinutesText = cell(...DURATION_NAMES);
  return {
    userId: cell("Profile Name"),
    showName,
    watchMinutes: clockMinutes(watchMinutesText.trim()),
    watchMinutesText,
    startMs: style === "usual"
      ? naiveInstant(watchDateText.trim())
      : spreadsheetInstant(watchDateText, style),
    watchDateText,
    eventId: "",
    episode,
    ...forDimensions(() => ""),
    device: cell("Device Type"),
    country: cell("Country"),
    genre: "",
    excluded: cell("Supplemental Video Type").trim() !== ""
      ? "supplemental"
      : cell("Attributes").includes("Autoplayed: user action: None") &&
          clockMinutes(watchMinutesText.trim()) < 2
      ? "autoplayed"
      : null,
  };
}

/** The dates of all rows, as they stand there. */
export function netflixDates(
  header: readonly string[],
  rows: readonly SourceRow<readonly string[]>[],
): string[] {
  const column = header.findIndex((name) => START_NAMES.includes(name));
  return rows.map((row) => row.content?.[column] ?? "");
}

/** Minutes of an `H:MM:SS`, also as a time of day; NaN when it is none. */
function clockMinutes(text: string): number {
  if (/^\d\d?\.[0-5]\d\.[0-5]\d/.test(text)) return clockMinutes(text.replaceAll(/\.(?=\d)/g, ":"));
  if (/^\d\d?:[0-5]\d:[0-5]\d\s?[ap]\.?\s?m\.?$/i.test(text)) {
    return clockMinutes(clockOf24Hours(text));
  }
  if (!/^[0-9]+:[0-5][0-9]:[0-5][0-9]$/.test(text)) return NaN;
  const [hours = 0, minutes = 0, seconds = 0] = text.split(":").map(Number);
  return (hours * 3600 + minutes * 60 + seconds) / 60;
}
