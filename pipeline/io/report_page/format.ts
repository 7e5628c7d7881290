// Numbers, sizes and instants as people read them: English grouping, UTC, a dash for what is not known.

import { type MetricId, METRICS } from "../../../domain/metrics.ts";

/** What stands where there is no value. */
export const NO_VALUE = "–";

const DIGITS = [0, 1, 2].map((digits) =>
  new Intl.NumberFormat("en", { maximumFractionDigits: digits })
);
const SHARES = [0, 1, 2].map((digits) =>
  new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: digits })
);
const [COUNT, , DECIMAL] = DIGITS;
const COMPACT = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
const DAY = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeZone: "UTC" });
const INSTANT = new Intl.DateTimeFormat("en", {
  ...{ year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" },
  ...{ second: "2-digit", hourCycle: "h23", timeZone: "UTC" },
});
const BYTE_UNITS = ["bytes", "kB", "MB", "GB", "TB"];

/** `1,234,567` */
export function formatCount(count: number): string {
  return Number.isFinite(count) ? COUNT.format(count) : NO_VALUE;
}

/** `1.2M`, for axes */
export function formatCompact(count: number): string {
  return COMPACT.format(count);
}

/** `1,234.57`, with at most two decimals; null is a dash */
export function formatDecimal(value: number | null): string {
  return value === null || !Number.isFinite(value) ? NO_VALUE : DECIMAL.format(value);
}

/** `93,333`, `12.5` or `0.25` hours: fewer decimals the more there are */
export function formatHours(hours: number): string {
  const digits = hours >= 100 ? 0 : hours >= 1 ? 1 : 2;
  return DIGITS[digits].format(hours);
}

/** `0.60` of a score 0–1; null is a dash */
export function formatScore(score: number | null): string {
  return score === null ? NO_VALUE : score.toFixed(2);
}

/** `12.3%` of a share 0–1. What is not 0 or all never reads as `0%` or `100%`. */
export function formatShare(share: number | null): string {
  if (share === null || !Number.isFinite(share)) return NO_VALUE;
  if (share > 0 && share < 0.0001) return "< 0.01%";
  if (share > 0.9999 && share < 1) return "> 99.99%";
  const digits = share < 0.01 || share > 0.99 ? 2 : 1;
  return SHARES[digits].format(share);
}

/** A metric's value as its unit reads; null is a dash */
export function formatMetric(id: MetricId, value: number | null): string {
  if (value === null) return NO_VALUE;
  switch (METRICS[id].unit) {
    case "count":
      return formatCount(value);
    case "hours":
      return formatHours(value);
    case "share":
      return formatShare(value);
    case "score":
      return formatScore(value);
  }
}

/** `67.9 MB`; decimal units, as disks and networks count */
export function formatBytes(bytes: number): string {
  const step = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), 4);
  const scaled = bytes / 1000 ** step;
  const digits = step === 0 || scaled >= 100 ? 0 : 1;
  return `${DIGITS[digits].format(scaled)} ${BYTE_UNITS[step]}`;
}

/** `Mar 2, 2024` of `2024-03-02` or an ISO instant, as a UTC day; null is a dash */
export function formatDay(iso: string | null): string {
  return iso === null ? NO_VALUE : DAY.format(new Date(iso));
}

/** `Mar 2, 2024, 18:04:31 UTC` of an ISO instant */
export function formatInstantUtc(iso: string): string {
  return `${INSTANT.format(new Date(iso))} UTC`;
}

/** `1 row`, `2 rows` */
export function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}
