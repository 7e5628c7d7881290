// The hour of the week of a clock's time.

import { HOUR_MS, WEEK_HOURS } from "../../../domain/time.ts";

/** 0 is Monday 00:00–01:00; `localMs` is what the clock shows, counted as if it were UTC. */
export function hourOfWeek(localMs: number): number {
  // 1970-01-01 was a Thursday.
  const hour = (Math.floor(localMs / HOUR_MS) + 72) % WEEK_HOURS;
  return hour < 0 ? hour + WEEK_HOURS : hour;
}
