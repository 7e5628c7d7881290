// Reads a view's fields from a row of a Netflix export, the `ViewingActivity.csv` that Netflix sends.

import type { ExclusionId } from "../../domain/rule.ts";
import { parseInstant } from "../../domain/instant.ts";
import { lenientSpelling, locateColumns, type LocatedColumns } from "./locate_columns.ts";
import { splitNetflixTitle } from "./split_netflix_title.ts";
import type { RawFields } from "./raw_fields.ts";

/** The columns that are read, by the names they have had in exports over the years. */
const SPELLINGS = {
  profile: ["Profile Name"],
  start: ["Start Time", "Start Time (UTC)"],
  duration: ["Duration", "Duration (H:MM:SS)"],
  title: ["Title"],
  attributes: ["Attributes"],
  supplemental: ["Supplemental Video Type"],
  device: ["Device Type"],
  country: ["Country"],
} as const;

/** Without these an export says nothing of who watched what, when and for how long. */
const REQUIRED = ["profile", "start", "duration", "title"] as const;

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

/** The columns of a Netflix export, or null when the header is not one's. */
export function netflixColumns(
  header: readonly string[],
): LocatedColumns<keyof NetflixColumns> | null {
  const located = locateColumns(header, SPELLINGS);
  return REQUIRED.every((name) => located.columns[name] >= 0) ? located : null;
}

/** The names of a column in an export, for messages. */
export function netflixColumnNames(column: keyof NetflixColumns): string {
  return SPELLINGS[column].join(" or ");
}

/** The fields of one row. `cells` are unquoted texts, as many as the header has. */
export function fieldsFromNetflix(cells: readonly string[], columns: NetflixColumns): NetflixRow {
  const cell = (index: number) => index < 0 ? "" : cells[index] ?? "";
  const { showName, episode } = splitNetflixTitle(cell(columns.title));
  const watchMinutesText = cell(columns.duration);
  const watchDateText = cell(columns.start);
  const fields: RawFields = {
    userId: cell(columns.profile),
    showName,
    watchMinutes: clockMinutes(watchMinutesText),
    watchMinutesText,
    startMs: parseInstant(watchDateText.trim()),
    watchDateText,
    eventId: "",
    episode: episode ?? "",
    device: cell(columns.device),
    country: cell(columns.country),
  };
  const isPreview = fields.watchMinutes < PREVIEW_MINUTES &&
    cell(columns.attributes).includes(AUTOPLAYED);
  const isSupplemental = cell(columns.supplemental).trim() !== "";
  return { fields, exclusion: isSupplemental ? "supplemental" : isPreview ? "autoplayed" : null };
}

/** Minutes of an `H:MM:SS`, NaN when the text is none. */
function clockMinutes(text: string): number {
  const clock = CLOCK.exec(text.trim());
  if (clock === null) return NaN;
  const seconds = Number(clock[1]) * 3_600 + Number(clock[2]) * 60 + Number(clock[3]);
  return Number.isFinite(seconds) ? seconds / 60 : NaN;
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
