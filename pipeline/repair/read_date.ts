// Dates in a format that a person names, as the ISO form that the rules take.

import {
  epochDay,
  FIRST_INSTANT_MS,
  formatInstant,
  LAST_INSTANT_MS,
  parseInstant,
} from "../../domain/instant.ts";

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const LONG_MONTHS = [
  ...["january", "february", "march", "april", "may", "june", "july", "august", "september"],
  ...["october", "november", "december"],
];
/** Tokens, the longer ones first, with what they match. */
const TOKENS: readonly (readonly [token: string, pattern: string])[] = [
  ["YYYY", "(\\d{4})"],
  ["MMMM", `(${LONG_MONTHS.join("|")})`],
  ["MMM", `(${MONTHS.join("|")})`],
  ["YY", "(\\d{2})"],
  ["MM", "(\\d{2})"],
  ["DD", "(\\d{2})"],
  ["HH", "(\\d{2})"],
  ["hh", "(\\d{2})"],
  ["mm", "(\\d{2})"],
  ["ss", "(\\d{2})"],
  ["SSS", "(\\d{3})"],
  ["M", "(\\d{1,2})"],
  ["D", "(\\d{1,2})"],
  ["H", "(\\d{1,2})"],
  ["h", "(\\d{1,2})"],
  ["m", "(\\d{1,2})"],
  ["s", "(\\d{1,2})"],
  ["A", "(am|pm)"],
  ["x", "(\\d{11,14})"],
  ["X", "(\\d{9,11}(?:\\.\\d+)?)"],
];

/** A format made ready: tells the ISO instant of a text, null when it does not fit. */
export type DateReader = (text: string) => string | null;

/**
 * Makes a format ready: `YYYY YY MM M MMM MMMM DD D HH H hh h mm m ss s SSS A`, `X` (seconds) and `x`
 * (milliseconds since 1970); anything else stands for itself, and so does what is in `[brackets]`.
 * `offset` is the zone of what is read (`+02:00`), UTC without one.
 *
 * @throws {RangeError} the format names no day, or the offset is none
 */
export function createDateReader(format: string, offset = "Z"): DateReader {
  if (Number.isNaN(parseInstant(`2000-01-01T00:00${offset}`))) {
    throw new RangeError(
      `Cannot read dates as their offset must be Z or ±HH:MM: current value is "${offset}"`,
    );
  }
  const { pattern, tokens } = compile(format);
  const has = (...names: string[]) => names.some((name) => tokens.includes(name));
  const isDay = has("YYYY", "YY") && has("MMMM", "MMM", "MM", "M") && has("DD", "D");
  if (!isDay && !has("X", "x")) {
    throw new RangeError(
      "Cannot read dates as their format must name year, month and day, such as DD/MM/YYYY: " +
        `current value is "${format.slice(0, 80)}"`,
    );
  }
  return (text) => {
    const match = pattern.exec(text.trim());
    if (match === null) return null;
    const parts = new Map(tokens.map((token, index) => [token, match[index + 1]!]));
    return readParts(parts, offset);
  };
}

function compile(format: string): { readonly pattern: RegExp; readonly tokens: string[] } {
  const tokens: string[] = [];
  let source = "";
  for (let at = 0; at < format.length;) {
    const literal = /^\[([^\]]*)\]/.exec(format.slice(at));
    const token = literal ? undefined : TOKENS.find(([name]) => format.startsWith(name, at));
    if (token !== undefined) {
      tokens.push(token[0]);
      source += token[1];
      at += token[0].length;
    } else {
      source += RegExp.escape(literal?.[1] ?? format[at]!);
      at += literal?.[0].length ?? 1;
    }
  }
  return { pattern: new RegExp(`^${source}$`, "i"), tokens };
}

function readParts(parts: ReadonlyMap<string, string>, offset: string): string | null {
  const seconds = parts.get("X"), milliseconds = parts.get("x");
  if (seconds !== undefined) return instant(Math.round(Number(seconds) * 1_000));
  if (milliseconds !== undefined) return instant(Number(milliseconds));
  const numberOf = (...names: string[]) => {
    const found = names.find((name) => parts.has(name));
    return found === undefined ? null : Number(parts.get(found));
  };
  const [year, month, day] = [yearOf(parts), monthOf(parts), numberOf("DD", "D")!];
  const hour = hourOf(numberOf("HH", "H"), numberOf("hh", "h"), parts.get("A")?.toLowerCase());
  const minute = numberOf("mm", "m") ?? 0, second = numberOf("ss", "s") ?? 0;
  const isTime = hour <= 23 && minute <= 59 && second <= 59;
  if (!isTime || Number.isNaN(epochDay(year, month, day))) return null;
  const time = [hour, minute, second].map(twoDigits).join(":");
  const date = `${String(year).padStart(4, "0")}-${twoDigits(month)}-${twoDigits(day)}`;
  return instant(parseInstant(`${date}T${time}.${parts.get("SSS") ?? "000"}${offset}`));
}

/** Two digits are of the hundred years from 1970 on. */
function yearOf(parts: ReadonlyMap<string, string>): number {
  const year = parts.get("YYYY");
  if (year !== undefined) return Number(year);
  const short = Number(parts.get("YY"));
  return short + (short < 70 ? 2_000 : 1_900);
}

function monthOf(parts: ReadonlyMap<string, string>): number {
  const long = parts.get("MMMM")?.toLowerCase(), short = parts.get("MMM")?.toLowerCase();
  if (long !== undefined) return LONG_MONTHS.indexOf(long) + 1;
  if (short !== undefined) return MONTHS.indexOf(short) + 1;
  return Number(parts.get("MM") ?? parts.get("M"));
}

/** NaN when a clock of twelve hours shows none of its hours. */
function hourOf(of24: number | null, of12: number | null, half: string | undefined): number {
  const hour = of24 ?? of12 ?? 0;
  if (half === undefined) return hour;
  return hour < 1 || hour > 12 ? NaN : hour % 12 + (half === "pm" ? 12 : 0);
}

function instant(ms: number): string | null {
  return ms >= FIRST_INSTANT_MS && ms <= LAST_INSTANT_MS ? formatInstant(ms) : null;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
