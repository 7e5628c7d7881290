// Dates as a spreadsheet writes them when it saves a file again: `12/28/2021 13:02`, `18.12.22 15:17`.

import { epochDay } from "../../domain/instant.ts";
import { DAY_MS } from "../../domain/time.ts";

/** What dates with slashes or hyphens have first. Dots have the day first, four digits are the year. */
export type DateOrder = "day" | "month";

/** How a file writes dates that are local: the order of its dates with slashes, null where it has none. */
export interface LocalDates {
  readonly order: DateOrder | null;
}

/** A local date taken apart: two numbers that are day and month, in an order that may be unknown. */
interface LocalDate {
  readonly first: number;
  readonly second: number;
  readonly year: number;
  /** Milliseconds since midnight, NaN when the clock shows no such time. */
  readonly timeMs: number;
  /** What the way of writing alone says of the order. */
  readonly order: DateOrder | null;
}

const YEAR_LAST = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})\.?$/;
const YEAR_FIRST = /^(\d{4})([./-])(\d{1,2})\2(\d{1,2})\.?$/;
const CLOCK = /^(\d{1,2})([:.])(\d\d)(?:\2(\d\d))?(?: ?([ap])\.? ?m\.?)?$/i;
/** A date, and a time if there is one, with white space between. */
const PARTS = /^([\d./-]+)(?:,? (\d.*))?$/;
/** Spaces within a date: `28. 12. 2021`. */
const DOTS = /^(\d+)\. ?(\d+)\. ?(?=\d)/;

/** What spreadsheets write too, and no one form tells: day numbers, months by name, halves of the day. */
const UNREAD =
  /^\d{5}(?:[.,]\d+)?$|^\d{1,2}[-. ]+(?:de )?\p{L}{3,}[-. ]|^\p{L}{3,}\.? \d{1,2}, ?\d{4}|[午전후]/u;

/** The instant of a local date, taken as UTC; NaN when the text is none or its order is not known. */
export function localDateMs(text: string, order: DateOrder | null): number {
  const date = readLocalDate(text);
  if (date === null) return NaN;
  const dayOrder = date.order ?? order;
  if (dayOrder === null) return NaN;
  const { first, second, year, timeMs } = date;
  const [day, month] = dayOrder === "day" ? [first, second] : [second, first];
  return epochDay(year, month, day) * DAY_MS + timeMs;
}

/**
 * What a text says of the order of days and months: `none` when it is no local date, `either` when both
 * orders make sense of it, `dotted month` when it has dots and yet the month first.
 */
export function orderEvidence(
  text: string,
): "none" | "either" | "certain" | "dotted month" | DateOrder {
  const date = readLocalDate(text);
  if (date === null) return "none";
  const { first, second } = date;
  const isDayFirst = first > 12 && first <= 31 && second <= 12;
  const isMonthFirst = second > 12 && second <= 31 && first <= 12;
  if (date.order === "day" && isMonthFirst) return "dotted month";
  if (date.order !== null) return "certain";
  return isDayFirst ? "day" : isMonthFirst ? "month" : "either";
}

function readLocalDate(text: string): LocalDate | null {
  const spaced = text.trim().replaceAll(/\s+/g, " ");
  const parts = PARTS.exec(spaced.replace(DOTS, "$1.$2."));
  if (parts === null) return null;
  const [, date = "", clock] = parts;
  const timeMs = clock === undefined ? 0 : clockMs(clock);
  const yearFirst = YEAR_FIRST.exec(date);
  if (yearFirst !== null) {
    const [, year, , month, day] = yearFirst.map(Number);
    return { first: month!, second: day!, year: year!, timeMs, order: "month" };
  }
  const yearLast = YEAR_LAST.exec(date);
  if (yearLast === null) return null;
  const [, first, mark, second, year = ""] = yearLast;
  return {
    first: Number(first),
    second: Number(second),
    year: Number(year.length === 2 ? `20${year}` : year),
    timeMs,
    order: mark === "." ? "day" : null,
  };
}

function clockMs(text: string): number {
  const clock = CLOCK.exec(text);
  if (clock === null) return NaN;
  const [, hours, , minutes, seconds = "0", half] = clock;
  let hour = Number(hours);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return NaN;
    hour = hour % 12 + (half.toLowerCase() === "p" ? 12 : 0);
  }
  const [minute, second] = [Number(minutes), Number(seconds)];
  if (hour > 23 || minute > 59 || second > 59) return NaN;
  return ((hour * 60 + minute) * 60 + second) * 1_000;
}

/** What the dates of a whole file say together. */
export class DateOrderEvidence {
  #usual = 0;
  #unsure = 0;
  #example = "";
  #unread = "";
  readonly #seen: Partial<Record<"dotted month" | DateOrder, string>> = {};
  #hasLocal = false;

  /** Takes one date; `isUsual`: it has one of the forms that need no order. */
  add(text: string, isUsual: boolean): void {
    if (isUsual) {
      this.#usual++;
      return;
    }
    const evidence = orderEvidence(text);
    if (evidence === "none" && !UNREAD.test(text)) return;
    this.#hasLocal = true;
    if (evidence === "none") {
      this.#unsure++;
      this.#unread ||= text;
      return;
    }
    if (evidence === "certain") {
      this.#usual++;
      return;
    }
    this.#unsure++;
    this.#example ||= text;
    if (evidence !== "either") this.#seen[evidence] ??= text;
  }

  /** Whether any date was one that a spreadsheet writes. */
  get hasLocalDates(): boolean {
    return this.#hasLocal;
  }

  /**
   * The order in which all dates make sense; null when no date needs one. A few odd dates among many that
   * are well are rows to be quarantined; else a file without a certain order has a `problem`, which
   * completes `Cannot read FILE as …`.
   */
  conclude(): LocalDates | { readonly problem: string } {
    const { day, month, "dotted month": dotted } = this.#seen;
    const isCertain = dotted === undefined && (day === undefined) !== (month === undefined);
    if (isCertain) return { order: day === undefined ? "month" : "day" };
    if (this.#unsure <= this.#usual) return { order: null };
    const looks = "its dates look as a spreadsheet writes them";
    const remedy = "use ViewingActivity.csv as Netflix sent it, or write dates as " +
      "YYYY-MM-DD HH:MM:SS";
    if (dotted !== undefined) {
      return { problem: `${looks}, with dots but the month first (${shown(dotted)}): ${remedy}` };
    }
    if (day !== undefined && month !== undefined) {
      return {
        problem: `${looks}, some with the day first (${shown(day)}) and some with the month ` +
          `(${shown(month)}): ${remedy}`,
      };
    }
    if (this.#example === "") return { problem: `${looks} (${shown(this.#unread)}): ${remedy}` };
    return {
      problem: `${looks}, and none has a day over 12 to tell day and month apart ` +
        `(${shown(this.#example)}): ${remedy}`,
    };
  }
}

function shown(text: string): string {
  return JSON.stringify(text.slice(0, 40));
}
