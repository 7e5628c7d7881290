// Reads the local dates of a Netflix export that a spreadsheet saved again, by trying each way to write one.

import { naiveInstant } from "./naive_instant.ts";

/** What stands for day, month and year, in the order of a style; null is a style that nobody can tell. */
export type DateStyle = "day month year" | "month day year" | null;

/**
 * The style of slashed dates, given all of a file's: some date must be of that style alone, and none of the
 * other. Dates with dots and those with the year first need no style.
 */
export function styleOf(dates: readonly string[]): DateStyle {
  const slashed = dates.map((date) => date.trim()).filter((date) => /^\d{1,2}[/-]\d/.test(date))
    .map((date) => date.split(/[/-]/).slice(0, 2).map(Number));
  const fits = (day = 0, month = 0) => day <= 31 && month <= 12;
  const dayFirst = slashed.some(([a, b]) => fits(a, b) && !fits(b, a));
  const monthFirst = slashed.some(([a, b]) => fits(b, a) && !fits(a, b));
  if (dayFirst === monthFirst) return null;
  return dayFirst ? "day month year" : "month day year";
}

/** Whether a spreadsheet wrote some of these dates. */
export function hasLocalDates(dates: readonly string[]): boolean {
  return dates.some((date) =>
    Number.isNaN(naiveInstant(date.trim())) &&
    /^(\d{1,2}([/-])\d{1,2}\2(\d{2}|\d{4})|\d{1,2}\. ?\d{1,2}\. ?(\d{2}|\d{4})|\d{4}([/.-]) ?\d{1,2}\5 ?\d{1,2})\.?(,? +\d.*)?$/
      .test(date.trim())
  );
}

/** The instant of a date in one of the contract's forms, or else as spreadsheets write it; NaN for others. */
export function spreadsheetInstant(text: string, style: DateStyle): number {
  const usual = naiveInstant(text.trim());
  if (!Number.isNaN(usual)) return usual;
  const spaced = text.trim().replaceAll(/\s+/g, " ");
  const joined = spaced.replace(/^(\d+)\. /, "$1.").replace(/^(\d+\.\d+)\. /, "$1.");
  const at = joined.search(/,? /);
  const date = at < 0 ? joined : joined.slice(0, at);
  const clock = at < 0 ? [] : [joined.slice(at).replace(/^,? /, "")];
  const bare = date.replace(/\.$/, "");
  const mark = /[./-]/.exec(bare)?.[0] ?? "/";
  const numbers = bare.split(mark);
  if (numbers.length !== 3 || numbers.some((number) => !/^\d\d?$|^\d{4}$/.test(number))) return NaN;
  const order = numbers[0]!.length === 4
    ? "year month day"
    : date.includes(".")
    ? "day month year"
    : style;
  if (order === null) return NaN;
  const part = (name: string) => numbers[order.split(" ").indexOf(name)]!;
  const year = part("year").length === 2 ? `20${part("year")}` : part("year");
  const day = `${year}-${part("month").padStart(2, "0")}-${part("day").padStart(2, "0")}`;
  return naiveInstant(clock.length === 0 ? day : `${day}T${clockOf24Hours(clock[0]!)}`);
}

/** `HH:MM:SS` of a clock of 24 hours, or of one of 12 with its half of the day. */
export function clockOf24Hours(text: string): string {
  if (!/^\d\d?[:.]\d\d([:.]\d\d)?( ?[ap]\.? ?m\.?)?$/i.test(text)) return "none";
  const isAfternoon = /p/i.test(text), hasHalf = /[ap]/i.test(text);
  const [hour = "", ...rest] = text.replaceAll(/[^\d:.]|[^\d]*$/g, "").split(/[:.]/);
  const ofHalf = Number(hour) % 12 + (isAfternoon ? 12 : 0);
  const whole = hasHalf ? Number(hour) >= 1 && Number(hour) <= 12 ? ofHalf : 99 : Number(hour);
  return [String(whole).padStart(2, "0"), ...rest, ...rest.length === 1 ? ["00"] : []].join(":");
}
