// How pages about trust write sizes, spans, shares and observed values.

import type { ExpectationResult } from "../../domain/report.ts";

const LOCALE = "en-GB";
const count = new Intl.NumberFormat(LOCALE);
const number = new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: 4 });
const share = new Intl.NumberFormat(LOCALE, { style: "percent", maximumFractionDigits: 2 });

/** `12,345`. */
export function formatCount(value: number): string {
  return count.format(value);
}

/** `0.5%`, `12.25%`; `< 0.01%` for what is little and not nothing. */
export function formatSmallShare(value: number): string {
  return value > 0 && value < 0.000_05 ? "< 0.01%" : share.format(value);
}

/** `= 118,031`, of a text with long numbers; dates stay as they are. */
export function groupDigits(text: string): string {
  return text.replace(/(?<![-.:\d])\d{4,15}(?![-.:\d])/g, (digits) => count.format(Number(digits)));
}

/** `4.2 MB`, in powers of ten as disks are sold. */
export function formatBytes(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  let value = bytes, at = 0;
  while (value >= 1_000 && at < units.length - 1) {
    value /= 1_000;
    at++;
  }
  return `${at === 0 ? value : value.toFixed(value < 10 ? 1 : 0)} ${units[at]}`;
}

/** `0.42 s`, `2 min 5 s`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 60) {
    return `${number.format(seconds < 10 ? round(seconds, 2) : round(seconds, 1))} s`;
  }
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** A metric's value in its unit. */
export function formatObserved(
  value: number | string | null,
  unit: ExpectationResult["unit"],
): string {
  if (value === null) return "nothing to observe";
  if (typeof value === "string") return groupDigits(value);
  switch (unit) {
    case "share":
      return formatSmallShare(value);
    case "hours":
      return `${number.format(value)} h`;
    case "minutes":
      return `${number.format(value)} min`;
    default:
      return Number.isInteger(value) ? count.format(value) : number.format(value);
  }
}

/** `22 Nov, 16:14 UTC`. */
export function formatWhen(instant: string): string {
  return `${when.format(Date.parse(instant))} UTC`;
}

const when = new Intl.DateTimeFormat(LOCALE, {
  ...{ timeZone: "UTC", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
});

/** The last part of a path; the whole of it is told beside. A topic's partition keeps its topic. */
export function fileName(path: string): string {
  if (/^watch\.\w+\/\d+$/.test(path)) return path;
  return path.split(/[/\\]/).at(-1) || path;
}

function round(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}
