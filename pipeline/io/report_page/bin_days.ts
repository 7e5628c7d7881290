// Puts days into bins that a chart can show: days, weeks, months or years, with the empty ones between.

import type { RunProfile } from "../../../domain/report.ts";
import { DAY_MS } from "../../../domain/time.ts";
import { formatDay } from "./format.ts";

/** More bins than this would be thinner than a pixel. */
export const MOST_BINS = 400;
const MONTH = new Intl.DateTimeFormat("en", { month: "short", year: "numeric", timeZone: "UTC" });

/** How long a bin is. Weeks start on Monday; all bins are cut in UTC. */
export type Grain = "day" | "week" | "month" | "year";

/** The views of one bin. */
export interface DayBin {
  /** First day of the bin, `YYYY-MM-DD`; the first bin may begin before the first view. */
  readonly start: string;
  /** The bin as a person would name it: `Mar 2, 2024`, `week of Mar 4, 2024`, `Mar 2024`, `2024`. */
  readonly label: string;
  readonly qualifiedViews: number;
  readonly watchHours: number;
}

/** The finest grain that needs at most {@link MOST_BINS} bins, and every bin from first to last. */
export function binDays(days: RunProfile["days"]): { grain: Grain; bins: DayBin[] } {
  const first = days[0], last = days.at(-1);
  if (first === undefined || last === undefined) return { grain: "day", bins: [] };
  const firstMs = Date.parse(first.day), lastMs = Date.parse(last.day);
  const spanDays = (lastMs - firstMs) / DAY_MS + 1;
  const grain = spanDays <= MOST_BINS
    ? "day"
    : spanDays <= (MOST_BINS - 1) * 7
    ? "week"
    : spanDays <= (MOST_BINS - 1) * 28
    ? "month"
    : "year";
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

function startOf(dayMs: number, grain: Grain): number {
  const date = new Date(dayMs);
  if (grain === "month" || grain === "year") date.setUTCDate(1);
  if (grain === "year") date.setUTCMonth(0);
  // Days since Monday.
  if (grain === "week") date.setUTCDate(date.getUTCDate() - (date.getUTCDay() + 6) % 7);
  return date.getTime();
}

function next(startMs: number, grain: Grain): number {
  if (grain === "day") return startMs + DAY_MS;
  if (grain === "week") return startMs + 7 * DAY_MS;
  // Past the end of the month or year, then back to its first day.
  return startOf(startMs + (grain === "month" ? 32 : 367) * DAY_MS, grain);
}

function isoDay(ms: number): string {
  return new Date(ms).toISOString().split("T")[0];
}

function label(start: string, grain: Grain): string {
  if (grain === "month") return MONTH.format(new Date(start));
  if (grain === "year") return start.slice(0, -6);
  return grain === "week" ? `week of ${formatDay(start)}` : formatDay(start);
}
