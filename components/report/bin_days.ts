// Puts days into bins that a chart can show: days, weeks, months or years, with the empty ones between.

import { formatDate, formatMonth } from "../../domain/format.ts";
import type { RunProfile } from "../../domain/report.ts";
import { grainOf } from "../../domain/series_grain.ts";
import { DAY_MS, WEEK_MS } from "../../domain/time.ts";

/** How long a bin is. Weeks start on Monday; all bins are cut in UTC. */
export type Grain = "day" | "week" | "month" | "year" | "decade";

/** The views of one bin. */
export interface DayBin {
  /** First day of the bin, `YYYY-MM-DD`; the first bin may begin before the first view. */
  readonly start: string;
  /** The bin as a person would name it: `2 Mar 2024`, `week of 4 Mar 2024`, `Mar 2024`, `2024`, `2020s`. */
  readonly label: string;
  readonly qualifiedViews: number;
  readonly watchHours: number;
}

/** The grain of a chart as wide as the page's half, and every bin from first to last. */
export function binDays(days: RunProfile["days"]): { grain: Grain; bins: DayBin[] } {
  const first = days[0], last = days.at(-1);
  if (first === undefined || last === undefined) return { grain: "day", bins: [] };
  const firstMs = Date.parse(first.day), lastMs = Date.parse(last.day);
  const grain = dayGrain(lastMs - firstMs);
  const sums = new Map<number, { qualifiedViews: number; watchHours: number }>();
  // Counted in milliseconds: the texts of days before the year 0 would not be in order.
  for (let ms = startOf(firstMs, grain); ms <= lastMs; ms = next(ms, grain)) {
    sums.set(ms, { qualifiedViews: 0, watchHours: 0 });
  }
  for (const { day, qualified_views, watch_hours } of days) {
    const sum = sums.get(startOf(Date.parse(day), grain))!;
    sum.qualifiedViews += qualified_views;
    sum.watchHours += watch_hours;
  }
  const bins = [...sums].map(([ms, sum]) => ({
    start: isoDay(ms),
    label: label(isoDay(ms), grain),
    ...sum,
  }));
  return { grain, bins };
}

/** The profile knows nothing finer than days. */
function dayGrain(lengthMs: number): Grain {
  const grain = grainOf(lengthMs, "panel");
  return grain === "minute" || grain === "quarter_hour" || grain === "hour" ? "day" : grain;
}

function startOf(dayMs: number, grain: Grain): number {
  const date = new Date(dayMs);
  if (grain === "week") date.setUTCDate(date.getUTCDate() - (date.getUTCDay() + 6) % 7); // since Monday
  if (grain === "month" || grain === "year" || grain === "decade") date.setUTCDate(1);
  if (grain === "year" || grain === "decade") date.setUTCMonth(0);
  if (grain === "decade") date.setUTCFullYear(Math.floor(date.getUTCFullYear() / 10) * 10);
  return date.getTime();
}

/** Days of which the longest bin of a grain has fewer. */
const PAST = { month: 32, year: 367, decade: 3_660 } as const;

function next(startMs: number, grain: Grain): number {
  if (grain === "day") return startMs + DAY_MS;
  if (grain === "week") return startMs + WEEK_MS;
  // Past the end of the bin, then back to the first day of the one that is reached.
  return startOf(startMs + PAST[grain] * DAY_MS, grain);
}

function isoDay(ms: number): string {
  return new Date(ms).toISOString().split("T")[0]!;
}

function label(start: string, grain: Grain): string {
  switch (grain) {
    case "month":
      return formatMonth(start, "UTC");
    case "year":
      return start.slice(0, -6);
    case "decade":
      return `${start.slice(0, -6)}s`;
    case "week":
      return `week of ${formatDate(start, "UTC")}`;
    case "day":
      return formatDate(start, "UTC");
  }
}
