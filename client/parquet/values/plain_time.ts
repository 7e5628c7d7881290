// Instants and times of day as whole numbers of a unit, written and read without loss and for any year.

import { type Asked, floorTo } from "./exact_decimal.ts";

/** What a column's times count. */
export type TimeUnit = "ms" | "µs" | "ns";

/** Decimal places of a second in a unit. */
export const PLACES: Readonly<Record<TimeUnit, number>> = { ms: 3, "µs": 6, ns: 9 };

const DAY_SECONDS = 86_400;

/** `2024-05-01T20:15:00.000001Z`: milliseconds always, micro- and nanoseconds where there are some. */
export function instantText(units: bigint, unit: TimeUnit): string {
  const places = PLACES[unit], perDay = BigInt(DAY_SECONDS) * 10n ** BigInt(places);
  const { key: days } = floorTo(units, perDay);
  const text = clockText(units - days * perDay, unit);
  const full = text.length === 8 ? `${text}.000` : text;
  return `${dateText(Number(days))}T${full}Z`;
}

/** `20:15:00`, with three, six or nine decimal places where there are some. */
export function clockText(units: bigint, unit: TimeUnit): string {
  const places = PLACES[unit], perSecond = 10n ** BigInt(places);
  if (units < 0n) return `-${clockText(-units, unit)}`;
  const seconds = Number(units / perSecond),
    two = (value: number) => String(value).padStart(2, "0");
  const clock = [seconds / 3600, seconds / 60 % 60, seconds % 60].map((part) =>
    two(Math.floor(part))
  );
  const fraction = (units % perSecond).toString().padStart(places, "0").replace(/(000)+$/, "");
  return clock.join(":") + (fraction === "" ? "" : `.${fraction}`);
}

/** `2026-10-31`; years of more than four digits have a sign, as in ISO 8601. */
export function dateText(days: number): string {
  const { year, month, day } = civilOf(days);
  const two = (value: number) => String(value).padStart(2, "0");
  const isPlain = year >= 0 && year <= 9999;
  const years = isPlain
    ? String(year).padStart(4, "0")
    : (year < 0 ? "-" : "+") + String(Math.abs(year)).padStart(6, "0");
  return `${years}-${two(month)}-${two(day)}`;
}

const INSTANT =
  /^(\d{4}|[+-]\d{6,})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?)?\s*(Z|UTC|[+-]\d\d(?::?\d\d)?)?$/i;

/** Reads an instant at the resolution of `places` of a second; without a zone it is UTC. Null when it is none. */
export function readInstant(text: string, places: number): Asked<bigint> | null {
  const match = INSTANT.exec(text.trim());
  if (match === null) return readOtherInstant(text, places);
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "", zone = ""] =
    match;
  const days = daysOf(Number(year), Number(month), Number(day));
  const isClock = Number(hour) < 25 && Number(minute) < 60 && Number(second) < 61;
  if (days === null || !isClock) return null;
  const inDay = Number(hour) * 3600 + Number(minute) * 60 + Number(second) - offsetOf(zone);
  const seconds = BigInt(days) * BigInt(DAY_SECONDS) + BigInt(inDay);
  return withFraction(seconds, fraction, places);
}

/** Reads a time of day such as `20:15` or `20:15:00.5`. Null when it is none. */
export function readClock(text: string, places: number): Asked<bigint> | null {
  const match = /^(\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d+))?)?$/.exec(text.trim());
  if (match === null) return null;
  const [, hour, minute, second = "0", fraction = ""] = match;
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  return withFraction(BigInt(seconds), fraction, places);
}

function withFraction(seconds: bigint, fraction: string, places: number): Asked<bigint> {
  const kept = fraction.slice(0, places).padEnd(places, "0");
  const key = seconds * 10n ** BigInt(places) + BigInt(kept || "0");
  return { key, order: /[1-9]/.test(fraction.slice(places)) ? -1 : 0 };
}

/** What else browsers read as a time: `Oct 31 2026`, a year alone. */
function readOtherInstant(text: string, places: number): Asked<bigint> | null {
  const isoLike = /^\s*[+-]?\d+-\d\d?-\d/.test(text); // no such day
  const milliseconds = isoLike ? NaN : Date.parse(text);
  if (Number.isNaN(milliseconds)) return null;
  const nanoseconds = BigInt(milliseconds) * 1_000_000n;
  return floorTo(nanoseconds, 10n ** BigInt(9 - places));
}

function offsetOf(zone: string): number {
  const match = /^([+-])(\d\d):?(\d\d)?$/.exec(zone);
  if (match === null) return 0;
  const seconds = Number(match[2]) * 3600 + Number(match[3] ?? 0) * 60;
  return match[1] === "-" ? -seconds : seconds;
}

/** Days since 1970 of a date in the proleptic Gregorian calendar; null when there is no such day. */
function daysOf(year: number, month: number, day: number): number | null {
  if (month < 1 || month > 12) return null;
  const shifted = month <= 2 ? year - 1 : year, era = Math.floor(shifted / 400);
  const ofEra = shifted - era * 400,
    ofYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const days = era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) +
    ofYear -
    719_468;
  return civilOf(days).day === day ? days : null;
}

/** Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": eras of 400 years that begin in March. */
function civilOf(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719_468,
    era = Math.floor(shifted / 146_097),
    ofEra = shifted - era * 146_097;
  const year = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) /
      365,
  );
  const ofYear = ofEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  const march = Math.floor((5 * ofYear + 2) / 153), month = march < 10 ? march + 3 : march - 9;
  const day = ofYear - Math.floor((153 * march + 2) / 5) + 1;
  return { year: year + era * 400 + (month <= 2 ? 1 : 0), month, day };
}
