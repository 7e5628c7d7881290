// How numbers, shares, sizes, spans and instants are written for people: on pages, in reports, on the terminal.

import type { MetricUnit } from "./contract.ts";
import { type MetricId, METRICS } from "./metrics.ts";

const LOCALE = "en-GB";

/** What stands where there is no value. */
export const NO_VALUE = "–";

/** Formats are costly to make, so each is made when it is first asked for. */
function numberFormat(options: Intl.NumberFormatOptions = {}): (value: number) => string {
  let format: Intl.NumberFormat | null = null;
  return (value) => (format ??= new Intl.NumberFormat(LOCALE, options)).format(value);
}

const decimals = [0, 1, 2, 3].map((most) => numberFormat({ maximumFractionDigits: most }));
const percents = [0, 1, 2].map((most) =>
  numberFormat({ style: "percent", maximumFractionDigits: most })
);
const significant = numberFormat({ maximumSignificantDigits: 4 });
const precise = numberFormat({ maximumSignificantDigits: 6 });
const compact = numberFormat({ notation: "compact", maximumFractionDigits: 1 });

/** `12,345`; a dash for what is no number. */
export function formatCount(value: number | null): string {
  return formatNumber(value, 3);
}

/** `1,234.57`, with at most so many decimals (0 to 3); a dash for what is no number. */
export function formatNumber(value: number | null, most = 2): string {
  return value === null || !Number.isFinite(value) ? NO_VALUE : decimals[most]!(value);
}

/** `0.00123457`, `1,234.57`: six digits, of a value of any size. */
export function formatPrecise(value: number): string {
  return precise(value);
}

/** A metric's value as its unit reads, minutes alone with their unit; a dash when there is none. */
export function formatMetric(id: MetricId, value: number | null | undefined): string {
  if (value == null) return NO_VALUE;
  switch (METRICS[id].unit) {
    case "count":
      return formatCount(Math.round(value));
    case "hours":
      return formatHours(value);
    case "minutes":
      return formatMinutes(value);
    case "share":
      return formatShare(value);
    case "score":
      return formatScore(value);
  }
}

/** `12.3k`, for axes. */
export function formatCompact(value: number): string {
  return compact(value).toLowerCase();
}

/** `37%` of a share 0–1; null is a dash. */
export function formatShare(share: number | null): string {
  return share === null || !Number.isFinite(share) ? NO_VALUE : percents[0]!(share);
}

/** `12.3%`, `0.42%`: more decimals near 0 and 1, and what is not 0 or all never reads as `0%` or `100%`. */
export function formatFineShare(share: number | null): string {
  if (share === null || !Number.isFinite(share)) return NO_VALUE;
  if (share > 0 && share < 0.000_05) return "< 0.01%";
  if (share > 0.999_95 && share < 1) return "> 99.99%";
  return percents[share < 0.01 || share > 0.99 ? 2 : 1]!(share);
}

/** `0.60` of a score 0–1; null is a dash. */
export function formatScore(score: number | null): string {
  return score === null ? NO_VALUE : score.toFixed(2);
}

/** `1 row`, `2 rows`. */
export function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** `= 118,031`, of a text with long numbers; dates stay as they are. */
export function groupDigits(text: string): string {
  return text.replace(/(?<![-.:\d])\d{4,15}(?![-.:\d])/g, (digits) => formatCount(Number(digits)));
}

const BYTE_UNITS = ["bytes", "kB", "MB", "GB", "TB"];

/** `67.9 MB`, in powers of ten as disks are sold. */
export function formatBytes(bytes: number): string {
  let value = bytes, unit = 0;
  while (value >= 999.5 && unit < BYTE_UNITS.length - 1) {
    value /= 1_000;
    unit++;
  }
  return `${decimals[unit === 0 || value >= 99.95 ? 0 : 1]!(value)} ${BYTE_UNITS[unit]}`;
}

/** Hours without their unit: `0.25`, `13.2`, `1,204`. */
export function formatHours(hours: number): string {
  return decimals[hours >= 100 ? 0 : hours >= 1 ? 1 : 2]!(hours);
}

/** `42 min`, `3 h 5 min`. */
export function formatMinutes(minutes: number): string {
  const rounded = Math.round(minutes);
  if (rounded < 60) return minutes < 10 ? `${decimals[1]!(minutes)} min` : `${rounded} min`;
  const rest = rounded % 60;
  return `${formatCount(Math.floor(rounded / 60))} h${rest === 0 ? "" : ` ${rest} min`}`;
}

/** `0.42 s`, `2 min 5 s`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 60) return `${decimals[seconds < 10 ? 2 : 1]!(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** `3 s ago`; a dash when there was nothing. */
export function formatSince(instant: string | null, nowMs: number): string {
  if (instant === null) return NO_VALUE;
  const seconds = Math.max(0, Math.round((nowMs - Date.parse(instant)) / 1_000));
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ago`;
  return `${formatCount(Math.floor(seconds / 3_600))} h ago`;
}

/** A metric's value in its unit. */
export function formatObserved(value: number | string | null, unit?: MetricUnit): string {
  if (value === null) return "nothing to observe";
  if (typeof value === "string") return groupDigits(value);
  switch (unit) {
    case "share":
      return formatFineShare(value);
    case "hours":
      return `${significant(value)} h`;
    case "minutes":
      return `${significant(value)} min`;
    default:
      return Number.isInteger(value) ? formatCount(value) : significant(value);
  }
}

/** `≤ 20%`: a limit of a contract as people read it, with a share's bounds as the percentages they are. */
export function formatLimit(limit: string, unit?: MetricUnit): string {
  if (unit !== "share") return groupDigits(limit);
  return limit.replace(/\d+(\.\d+)?(e-\d+)?/g, (bound) => formatFineShare(Number(bound)));
}

const INSTANT_STYLES = {
  "date time": { dateStyle: "medium", timeStyle: "short" },
  "date clock": { dateStyle: "medium", timeStyle: "medium" },
  "day time": { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
  date: { dateStyle: "medium" },
  day: { day: "numeric", month: "short" },
  month: { month: "short", year: "numeric" },
  time: { timeStyle: "short" },
  clock: { timeStyle: "medium" },
} as const satisfies Readonly<Record<string, Intl.DateTimeFormatOptions>>;

/** `14 Nov 2026, 20:15` in a zone. */
export function formatDateTime(instant: string, tz: string): string {
  return formatIn(instant, { tz, style: "date time" });
}

/** `14 Nov 2026` in a zone. */
export function formatDate(instant: string, tz: string): string {
  return formatIn(instant, { tz, style: "date" });
}

/** `14 Nov` in a zone, for axes. */
export function formatDay(instant: string, tz: string): string {
  return formatIn(instant, { tz, style: "day" });
}

/** `Nov 2026` in a zone. */
export function formatMonth(instant: string, tz: string): string {
  return formatIn(instant, { tz, style: "month" });
}

/** `20:15` in a zone. */
export function formatTime(instant: string, tz: string): string {
  return formatIn(instant, { tz, style: "time" });
}

/** `20:15:31` in a zone. */
export function formatClock(instant: string, tz: string): string {
  return formatIn(instant, { tz, style: "clock" });
}

/** `22 Nov, 16:14 UTC`. */
export function formatWhen(instant: string): string {
  return `${formatIn(instant, { tz: "UTC", style: "day time" })} UTC`;
}

/** `2 Mar 2024, 18:04:31 UTC`. */
export function formatInstantUtc(instant: string): string {
  return `${formatIn(instant, { tz: "UTC", style: "date clock" })} UTC`;
}

/** One for each style and zone in use. */
const instantFormats = new Map<string, Intl.DateTimeFormat>();

function formatIn(
  instant: string,
  { tz, style }: { readonly tz: string; readonly style: keyof typeof INSTANT_STYLES },
): string {
  const key = `${style} ${tz}`;
  let format = instantFormats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(LOCALE, { timeZone: tz, ...INSTANT_STYLES[style] });
    if (instantFormats.size < 1_000) instantFormats.set(key, format);
  }
  return format.format(Date.parse(instant));
}
