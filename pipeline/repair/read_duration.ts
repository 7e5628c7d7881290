// Durations as people and players write them, as minutes.

const MINUTES_OF: Readonly<Record<string, number>> = {
  ...{ h: 60, hr: 60, hrs: 60, hour: 60, hours: 60, std: 60 },
  ...{ m: 1, min: 1, mins: 1, minute: 1, minutes: 1, "'": 1, "′": 1 },
  ...{ s: 1 / 60, sec: 1 / 60, secs: 1 / 60, second: 1 / 60, seconds: 1 / 60, '"': 1 / 60 },
  ...{ ms: 1 / 60_000, msec: 1 / 60_000, millisecond: 1 / 60_000, milliseconds: 1 / 60_000 },
};
const PART = /^(\d+(?:[.,]\d+)?|[.,]\d+)\s*([\p{L}'"′]+)\.?\s*(?:,|and|&)?\s*/iu;
const CLOCK = /^(\d{1,3}):([0-5]?\d)(?::([0-5]?\d(?:[.,]\d+)?))?$/;
const ISO =
  /^P(?:(\d+(?:\.\d+)?)D)?T?(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?$/i;

/**
 * The minutes of `12m`, `1h 30min`, `90 seconds`, `0:45:10` (H:MM:SS), `45:10` (MM:SS), `PT1H5M`, `12,5`;
 * null for anything else, so that a step can leave it alone.
 *
 * @example
 * ```ts
 * import { readDuration } from "./read_duration.ts";
 * if (readDuration("1h 30m") !== 90) throw new Error("expected 90");
 * if (readDuration("soon") !== null) throw new Error("expected null");
 * ```
 */
export function readDuration(text: string): number | null {
  const trimmed = text.trim();
  if (trimmed.length > 64) return null;
  if (/^\d+[.,]\d+$|^\d+$/.test(trimmed)) return finite(number(trimmed));
  const clock = CLOCK.exec(trimmed);
  if (clock !== null) return ofClock(clock);
  const iso = ISO.exec(trimmed);
  if (iso !== null && /\d/.test(trimmed)) {
    const [days, hours, minutes, seconds] = iso.slice(1).map((part) => number(part ?? "0"));
    return finite(days! * 1_440 + hours! * 60 + minutes! + seconds! / 60);
  }
  return ofParts(trimmed);
}

function ofClock([, first, second, third]: RegExpExecArray): number | null {
  const [a, b] = [number(first!), number(second!)];
  return finite(third === undefined ? a + b / 60 : a * 60 + b + number(third) / 60);
}

/** `1 h 30 min`: each unit once, the larger ones first. */
function ofParts(text: string): number | null {
  let rest = text, minutes = 0, last = Infinity;
  while (rest !== "") {
    const part = PART.exec(rest);
    const name = (part?.[2] ?? "").toLowerCase();
    const unit = Object.hasOwn(MINUTES_OF, name) ? MINUTES_OF[name]! : NaN;
    if (part === null || !(unit < last)) return null;
    minutes += number(part[1]!) * unit;
    last = unit;
    rest = rest.slice(part[0].length);
  }
  return last === Infinity ? null : finite(minutes);
}

function number(text: string): number {
  return Number(text.replace(",", "."));
}

function finite(value: number): number | null {
  // To the millionth: a third of a minute has an end, and is still the right millisecond.
  return Number.isFinite(value) ? Math.round(value * 1_000_000) / 1_000_000 : null;
}
