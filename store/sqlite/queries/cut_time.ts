// Cuts time at the borders of minutes, hours, days, weeks and months of a zone's clocks.

import type { SeriesGrain } from "../../../domain/answers.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../../domain/time.ts";
import type { Interval } from "./decompose_range.ts";
import type { ZoneOffsets } from "./zone_offsets.ts";

const CLOCK_MS = { minute: MINUTE_MS, quarter_hour: 900_000, hour: HOUR_MS } as const;

/**
 * The borders of the pieces that a range touches: the first is at or before its start, the last at or after
 * its end. Null when there would be more than `maxPieces`.
 */
export function cutTime(
  { fromMs, toMs }: Interval,
  grain: SeriesGrain,
  { zone, maxPieces }: { readonly zone: ZoneOffsets; readonly maxPieces: number },
): number[] | null {
  if (!(fromMs < toMs)) return [];
  const isClock = grain in CLOCK_MS;
  const leastMs = isClock ? CLOCK_MS[grain as keyof typeof CLOCK_MS] : DAY_MS * DAYS[grain as Days];
  // Said before anything is cut, so that no request is costly by its range alone.
  if ((toMs - fromMs) / leastMs > maxPieces * 1.1) return null;
  const cuts = isClock
    ? cutClock({ fromMs, toMs }, CLOCK_MS[grain as keyof typeof CLOCK_MS], zone)
    : cutCalendar({ fromMs, toMs }, grain as Days, zone);
  return cuts.length - 1 > maxPieces ? null : cuts;
}

/** Pieces of one length by the clock; one that a change of the clocks interrupts is cut there. */
function cutClock({ fromMs, toMs }: Interval, widthMs: number, zone: ZoneOffsets): number[] {
  const offset = zone.at(fromMs);
  let cut = Math.floor((fromMs + offset) / widthMs) * widthMs - offset;
  if (zone.at(cut) !== offset) cut = zone.nextChange(cut, fromMs + 1) ?? cut;
  const cuts = [cut];
  while (cut < toMs) {
    const offset = zone.at(cut);
    const next = (Math.floor((cut + offset) / widthMs) + 1) * widthMs - offset;
    cuts.push(cut = zone.nextChange(cut, next) ?? next);
  }
  return cuts;
}

type Days = "day" | "week" | "month" | "year" | "decade";
/** Days of the shortest piece. */
const DAYS = { day: 1, week: 7, month: 28, year: 365, decade: 3_652 } as const;

function cutCalendar({ fromMs, toMs }: Interval, grain: Days, zone: ZoneOffsets): number[] {
  let day = firstDayOf(Math.floor((fromMs + zone.at(fromMs)) / DAY_MS), grain);
  let start = startOfDay(day, zone);
  // A clock set back over midnight can put the range's start before the day it names.
  while (start > fromMs) start = startOfDay(day = firstDayOf(day - 1, grain), zone);
  const cuts = [start];
  while (start < toMs) {
    day = nextOf(day, grain);
    const next = startOfDay(day, zone);
    // A zone that moved over the date line has no such day.
    if (next > start) cuts.push(start = next);
  }
  return cuts.filter((cut, i) => i + 1 >= cuts.length || cuts[i + 1] > fromMs || cut > fromMs);
}

function firstDayOf(day: number, grain: Days): number {
  if (grain === "day") return day;
  // 1970-01-01 was a Thursday.
  if (grain === "week") return Math.floor((day + 3) / 7) * 7 - 3;
  const date = new Date(day * DAY_MS);
  if (grain === "month") return day - (date.getUTCDate() - 1);
  const year = date.getUTCFullYear();
  return dayOfYear(grain === "year" ? year : Math.floor(year / 10) * 10);
}

function nextOf(day: number, grain: Days): number {
  if (grain === "day") return day + 1;
  if (grain === "week") return day + 7;
  const date = new Date(day * DAY_MS), year = date.getUTCFullYear();
  if (grain !== "month") return dayOfYear(year + (grain === "year" ? 1 : 10));
  return date.setUTCMonth(date.getUTCMonth() + 1) / DAY_MS;
}

/** The number of the year's first day; `Date.UTC()` takes years below 100 for others. */
function dayOfYear(year: number): number {
  return new Date(0).setUTCFullYear(year) / DAY_MS;
}

/** The instant at which local day number `day` (counted from 1970) begins. */
function startOfDay(day: number, zone: ZoneOffsets): number {
  const midnight = day * DAY_MS;
  const isDay = (instantMs: number) => instantMs + zone.at(instantMs) >= midnight;
  const guess = midnight - zone.at(midnight - zone.at(midnight));
  if (isDay(guess) && !isDay(guess - 1)) return guess;
  // Midnight was left out or came twice: look for the first instant of the day.
  let low = midnight - 36 * HOUR_MS, high = midnight + 36 * HOUR_MS;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isDay(middle)) high = middle;
    else low = middle;
  }
  return high;
}
