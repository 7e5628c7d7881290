// The hour of the week of a clock's time.

const HOUR_MS = 3_600_000, HOURS = 168;

/** 0 is Monday 00:00–01:00; `localMs` is what the clock shows, counted as if it were UTC. */
export function hourOfWeek(localMs: number): number {
  // 1970-01-01 was a Thursday.
  const hour = (Math.floor(localMs / HOUR_MS) + 72) % HOURS;
  return hour < 0 ? hour + HOURS : hour;
}
