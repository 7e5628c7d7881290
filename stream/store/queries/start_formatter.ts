// Writes instants in order of time: a long series spends most of its time on the texts of its points.

import { formatInstant } from "../../../domain/instant.ts";
import { DAY_MS } from "../schema.ts";

const MINUTE_MS = 60_000;
const TWO_DIGITS = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, "0"));

/** A function that does what `formatInstant()` does, faster when instants of one day follow each other. */
export function startFormatter(): (instantMs: number) => string {
  let day = NaN, date = "";
  return (instantMs) => {
    const today = Math.floor(instantMs / DAY_MS), minute = (instantMs - today * DAY_MS) / MINUTE_MS;
    if (!Number.isInteger(minute)) return formatInstant(instantMs);
    if (today !== day) {
      day = today;
      date = formatInstant(instantMs).slice(0, -"00:00:00.000Z".length);
    }
    return `${date}${TWO_DIGITS[Math.floor(minute / 60)]}:${TWO_DIGITS[minute % 60]}:00.000Z`;
  };
}
