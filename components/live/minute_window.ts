// The last hour of viewing, minute by minute.

import { MINUTE_MS } from "../../domain/time.ts";

/** A minute of event time and its qualified views. */
export interface MinuteViews {
  readonly startMs: number;
  readonly views: number;
}

const MINUTES = 60;
/** Minutes that a pace is the mean of. */
const PACE_MINUTES = 5;

/** Sixty minutes up to the newest, oldest first; none when there is no view. */
export function minuteWindow(counts: ReadonlyMap<number, number>): readonly MinuteViews[] {
  if (counts.size === 0) return [];
  const newestMs = counts.keys().reduce((newest, startMs) => Math.max(newest, startMs));
  return Array.from({ length: MINUTES }, (_, i) => {
    const startMs = newestMs - (MINUTES - 1 - i) * MINUTE_MS;
    return { startMs, views: counts.get(startMs) ?? 0 };
  });
}

/** Views a minute, over the five minutes before the newest, which is not over. */
export function paceOf(minutes: readonly MinuteViews[]): number | null {
  const whole = minutes.slice(-1 - PACE_MINUTES, -1);
  if (whole.length === 0) return null;
  return whole.reduce((sum, { views }) => sum + views, 0) / whole.length;
}

/** Counts by minute of an answer, as the live stream keeps them. */
export function minuteCounts(
  minutes: readonly { readonly start: string; readonly qualified_views: number }[],
): ReadonlyMap<number, number> {
  return new Map(minutes.map(({ start, qualified_views }) => [Date.parse(start), qualified_views]));
}
