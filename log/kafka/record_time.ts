// A record's time in milliseconds, whatever unit its producer took for the right one.

import { LAST_INSTANT_MS } from "../../domain/instant.ts";

/** Seconds below, milliseconds from here on, as in JSON rows. */
const FIRST_MILLISECONDS = 2.6e11;

/**
 * Topics that keep their producers' times take any number. By its size it is seconds, milliseconds, microseconds
 * or nanoseconds since 1970; 0 when there is no time.
 *
 * @example
 * ```ts
 * import { recordTimeMs } from "./record_time.ts";
 * const ms = 1_764_543_600_000;
 * for (const time of [ms / 1_000, ms, ms * 1_000, ms * 1e6]) {
 *   if (recordTimeMs(time) !== ms) throw new Error(String(time));
 * }
 * if (recordTimeMs(-1) !== 0) throw new Error("a time");
 * ```
 */
export function recordTimeMs(time: number): number {
  if (!(time > 0)) return 0;
  let ms = time < FIRST_MILLISECONDS ? time * 1_000 : time;
  while (ms > LAST_INSTANT_MS) ms = Math.floor(ms / 1_000);
  return ms;
}
