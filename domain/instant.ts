// Event times: the accepted forms of `watch_date`, as integer milliseconds since 1970 UTC.

import { DAY_MS, HOUR_MS, MINUTE_MS } from "./time.ts";

const FORM =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z| UTC|[+-]\d\d(?::?\d\d)?)?)?$/;

/** The first millisecond of the year 0001 and the last of 9999: readers elsewhere know no others. */
export const FIRST_INSTANT_MS = -62_135_596_800_000;
export const LAST_INSTANT_MS = 253_402_300_799_999;

/** Whole numbers below are seconds since 1970, others milliseconds; as seconds they would be past 10208. */
const FIRST_MS_COUNT = 2.6e11;

/** Days since 1970-01-01 of a proleptic Gregorian date, or NaN when there is no such day or year. */
export function epochDay(year: number, month: number, day: number): number {
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return NaN;
  // Months are counted from March, so that the leap day is the last of the counted year.
  const y = month <= 2 ? year - 1 : year;
  const m = month <= 2 ? month + 9 : month - 3;
  const leapDays = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  return y * 365 + leapDays + Math.floor((m * 153 + 2) / 5) + day - 1 - 719_468;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/**
 * Reads one of the forms of `watch_date`; NaN when it is none or names no real instant.
 * Without a zone the time is UTC; fractions are cut to the millisecond. Years are those from 0001 to 9999.
 *
 * @example
 * ```ts
 * import { parseInstant } from "./instant.ts";
 * if (parseInstant("1970-01-01T01:00+01:00") !== 0) throw new Error("expected 0");
 * if (!Number.isNaN(parseInstant("2024-02-30"))) throw new Error("expected NaN");
 * ```
 */
export function parseInstant(text: string): number {
  const usual = parseUsual(text);
  if (usual !== null) return usual;
  const m = FORM.exec(text);
  if (m === null) return NaN;
  const dayMs = epochDay(Number(m[1]), Number(m[2]), Number(m[3])) * DAY_MS;
  if (m[4] === undefined) return dayMs;
  const hour = Number(m[4]), minute = Number(m[5]), second = Number(m[6] ?? 0);
  if (hour > 23 || minute > 59 || second > 59) return NaN;
  const ms = m[7] === undefined ? 0 : Number(m[7].padEnd(3, "0").slice(0, 3));
  const localMs = dayMs + hour * HOUR_MS + minute * MINUTE_MS + second * 1_000 + ms;
  return withinYears(localMs - zoneMs(m[8] ?? "Z"));
}

/**
 * The instant that a whole number stands for: seconds since 1970 while it is below 2.6·10¹¹, whatever its
 * sign, else milliseconds. NaN beyond the years 0001 to 9999.
 */
export function instantOfCount(count: number): number {
  return withinYears(Math.abs(count) < FIRST_MS_COUNT ? count * 1_000 : count);
}

/** The instant, or NaN when its year in UTC has not four digits. */
function withinYears(instantMs: number): number {
  return instantMs >= FIRST_INSTANT_MS && instantMs <= LAST_INSTANT_MS ? instantMs : NaN;
}

/** `YYYY-MM-DDTHH:MM:SSZ`, as most events have it, in a quarter of the time; null is for the other forms. */
function parseUsual(text: string): number | null {
  if (text.length !== 20 || text.charCodeAt(19) !== LETTER_Z) return null;
  if (text.charCodeAt(4) !== HYPHEN || text.charCodeAt(7) !== HYPHEN) return null;
  if (text.charCodeAt(10) !== LETTER_T) return null;
  if (text.charCodeAt(13) !== COLON || text.charCodeAt(16) !== COLON) return null;
  const year = pairAt(text, 0) * 100 + pairAt(text, 2);
  const hour = pairAt(text, 11), minute = pairAt(text, 14), second = pairAt(text, 17);
  if (!(hour <= 23 && minute <= 59 && second <= 59)) return null;
  const dayMs = epochDay(year, pairAt(text, 5), pairAt(text, 8)) * DAY_MS;
  return Number.isNaN(dayMs) ? null : dayMs + hour * HOUR_MS + minute * MINUTE_MS + second * 1_000;
}

const HYPHEN = 45, COLON = 58, LETTER_T = 84, LETTER_Z = 90;

/** The number that two digits make, NaN when they are none. */
function pairAt(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48, ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NaN;
}

function zoneMs(zone: string): number {
  if (zone === "Z" || zone === " UTC") return 0;
  const hour = Number(zone.slice(1, 3)), minute = Number(zone.slice(3).replace(":", ""));
  if (hour > 23 || minute > 59) return NaN;
  return (zone[0] === "-" ? -1 : 1) * (hour * 60 + minute) * MINUTE_MS;
}

/** `YYYY-MM-DDTHH:MM:SS.sssZ`, the one form in which instants leave the pipeline. */
export function formatInstant(instantMs: number): string {
  // A record's time was once kept as its producer sent it, beyond what a date can be.
  return new Date(Math.min(LAST_INSTANT_MS, Math.max(FIRST_INSTANT_MS, instantMs))).toISOString();
}
