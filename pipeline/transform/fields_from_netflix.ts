// Reads a view's fields from a row of a Netflix export, the `ViewingActivity.csv` that Netflix sends.

import { type Dimension, forDimensions } from "../../domain/columns.ts";
import type { ExclusionId } from "../../domain/rule.ts";
import { parseInstant } from "../../domain/instant.ts";
import { nearestName } from "../../domain/nearest_name.ts";
import { lenientSpelling, locateColumns, type LocatedColumns } from "./locate_columns.ts";
import { localDateMs, type LocalDates } from "./local_date.ts";
import { splitNetflixTitle } from "./split_netflix_title.ts";
import type { RawFields } from "./raw_fields.ts";

/** The columns that are read, by the names they have had in exports over the years. */
const SPELLINGS = {
  viewer: ["Profile Name"],
  start: ["Start Time", "Start Time (UTC)"],
  duration: ["Duration", "Duration (H:MM:SS)"],
  title: ["Title"],
  attributes: ["Attributes"],
  supplemental: ["Supplemental Video Type"],
  device: ["Device Type"],
  country: ["Country"],
} as const;

/** The dimensions that exports have, in columns of these names here: the profile there is the user. */
export const NETFLIX_DIMENSIONS = ["device", "country"] as const satisfies Dimension[];

/** Without these an export says nothing of who watched what, when and for how long. */
const REQUIRED = ["viewer", "start", "duration", "title"] as const;

/** Where each column of an export stands in a row; -1 when the header does not have it. */
export type NetflixColumns = Readonly<Record<keyof typeof SPELLINGS, number>>;

/** A row's fields, and why the row is to be left out although nothing is wrong with it. */
export interface NetflixRow {
  readonly fields: RawFields;
  readonly exclusion: ExclusionId | null;
}

/** Attributes of what started by itself; what a person then chose says otherwise. */
const AUTOPLAYED = "Autoplayed: user action: None";
/** Shorter, it is a preview; longer ones are episodes that played on. No setting changes that. */
const PREVIEW_MINUTES = 2;
const CLOCK = /^(\d+):([0-5]\d):([0-5]\d)$/;
/** A duration that a spreadsheet took for a time of day: `12:45:00 AM`, `0.45.00`. */
const TIME_OF_DAY = /^(\d{1,2})([:.])([0-5]\d)\2([0-5]\d)(?:\s?([ap])\.?\s?m\.?)?$/i;

/** The columns of a Netflix export, or null when the header is not one's. */
export function netflixColumns(
  header: readonly string[],
): LocatedColumns<keyof NetflixColumns> | null {
  const located = locateColumns(header, SPELLINGS);
  if (missingOf(located).length === 0) return located;
  const respelt = locateColumns(header.map(knownSpelling), SPELLINGS);
  return missingOf(respelt).length === 0 ? respelt : null;
}

function missingOf({ columns }: LocatedColumns<keyof NetflixColumns>) {
  return REQUIRED.filter((name) => columns[name] < 0);
}

/** A name as exports spell it, when it differs in nothing but case, spaces and marks: `StartTime`. */
function knownSpelling(name: string): string {
  const letters = (text: string) => text.toLowerCase().replaceAll(/[^a-z]/g, "");
  return Object.values(SPELLINGS).flat().find((known) => letters(known) === letters(name)) ?? name;
}

/** Columns that no other table has by these names; two of them are no coincidence. */
const TELLING_NAMES = [
  ...["Profile Name", "Start Time", "Attributes", "Supplemental Video Type", "Device Type"],
  ...["Bookmark", "Latest Bookmark"],
].map(lenientSpelling);

/** Longer names are no misspelt columns. */
const LONGEST_GUESS = 40;

/**
 * What a header lacks that is a Netflix export's but for that; null for any other. Completes
 * `Cannot read FILE as …`.
 */
export function incompleteNetflixMessage(header: readonly string[]): string | null {
  const respelt = header.map(knownSpelling);
  const telling = respelt.filter((name) => TELLING_NAMES.includes(lenientSpelling(name)));
  if (telling.length < 2) return null;
  const located = locateColumns(respelt, SPELLINGS);
  const missing = missingOf(located).map((column) => SPELLINGS[column][0]);
  if (missing.length === 0) return null;
  const candidates = located.ignored.filter(({ length }) => length <= LONGEST_GUESS);
  const meant = missing.flatMap((name) => nearestName(name, candidates) ?? []);
  const guess = meant.length === 0 ? "" : ` (${meant.join(", ")}?)`;
  return `it looks like a Netflix export: ${missing.join(", ")} ${
    missing.length === 1 ? "is" : "are"
  } missing${guess}: ${
    meant.length === 0 ? "" : "name the column so, or "
  }use ViewingActivity.csv as Netflix sent it`;
}

/** The names of a column in an export, for messages. */
export function netflixColumnNames(column: keyof NetflixColumns): string {
  return SPELLINGS[column].join(" or ");
}

/**
 * The fields of one row. `cells` are unquoted texts, as many as the header has; `localDates` is given
 * for a file that a spreadsheet saved again.
 */
export function fieldsFromNetflix(
  cells: readonly string[],
  columns: NetflixColumns,
  localDates?: LocalDates,
): NetflixRow {
  const cell = (index: number) => index < 0 ? "" : cells[index] ?? "";
  const { showName, episode } = splitNetflixTitle(cell(columns.title));
  const watchMinutesText = cell(columns.duration);
  const watchDateText = cell(columns.start);
  const fields: RawFields = {
    ...forDimensions(() => ""),
    device: cell(columns.device),
    country: cell(columns.country),
    userId: cell(columns.viewer),
    showName,
    watchMinutes: clockMinutes(watchMinutesText),
    watchMinutesText,
    startMs: startMs(watchDateText, localDates),
    watchDateText,
    eventId: "",
    episode: episode ?? "",
    genre: "",
  };
  const isPreview = fields.watchMinutes < PREVIEW_MINUTES &&
    cell(columns.attributes).includes(AUTOPLAYED);
  const isSupplemental = cell(columns.supplemental).trim() !== "";
  return { fields, exclusion: isSupplemental ? "supplemental" : isPreview ? "autoplayed" : null };
}

function startMs(text: string, localDates: LocalDates | undefined): number {
  const usual = parseInstant(text.trim());
  if (localDates === undefined || !Number.isNaN(usual)) return usual;
  return localDateMs(text, localDates.order);
}

/** Minutes of an `H:MM:SS`, NaN when the text is none. */
function clockMinutes(text: string): number {
  const usual = usualClockMinutes(text);
  if (usual !== null) return usual;
  const clock = CLOCK.exec(text.trim());
  if (clock === null) return timeOfDayMinutes(text.trim());
  const seconds = Number(clock[1]) * 3_600 + Number(clock[2]) * 60 + Number(clock[3]);
  return Number.isFinite(seconds) ? seconds / 60 : NaN;
}

/** `HH:MM:SS`, as Netflix writes all of them, in a fraction of the time; null is for other forms. */
function usualClockMinutes(text: string): number | null {
  if (text.length !== 8 || text[2] !== ":" || text[5] !== ":") return null;
  const hours = pairAt(text, 0), minutes = pairAt(text, 3), seconds = pairAt(text, 6);
  if (!(hours >= 0 && minutes < 60 && seconds < 60)) return null;
  return (hours * 3_600 + minutes * 60 + seconds) / 60;
}

/** The number that two digits make, NaN when they are none. */
function pairAt(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48, ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NaN;
}

function timeOfDayMinutes(text: string): number {
  const time = TIME_OF_DAY.exec(text);
  if (time === null) return NaN;
  const [, hours, , minutes, seconds, half] = time;
  let hour = Number(hours);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return NaN;
    hour = hour % 12 + (half.toLowerCase() === "p" ? 12 : 0);
  }
  return hour * 60 + Number(minutes) + Number(seconds) / 60;
}

/** Whether a header is that of `NetflixViewingHistory.csv`, the short list that the site offers. */
export function isTitleOnlyNetflixHeader(header: readonly string[]): boolean {
  return header.map(lenientSpelling).join() === "title,date";
}

/** Why the short list is of no use and which file is; completes `Cannot read FILE as …`. */
export function titleOnlyNetflixMessage(): string {
  return "it is Netflix's short viewing history, which has no durations: ask Netflix for " +
    `ViewingActivity.csv instead (Account → "Download your personal information")`;
}
