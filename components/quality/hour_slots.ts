// Hours of ingest laid out on a time axis without gaps.

import type { LedgerHours } from "../../domain/answers.ts";
import { emptyLedger } from "../../domain/ledger.ts";
import { HOUR_MS } from "../../domain/time.ts";

const LEAST_SLOTS = 24, MOST_SLOTS = 168;

/** One hour; null hours were without any row. */
export interface HourSlot {
  readonly startMs: number;
  readonly hour: LedgerHours["hours"][number];
}

/** At least a day and at most a week, ending with the newest hour; empty without one. */
export function hourSlots(hours: LedgerHours["hours"]): HourSlot[] {
  const newest = hours.at(-1), oldest = hours[0];
  if (newest === undefined || oldest === undefined) return [];
  const endMs = Date.parse(newest.start);
  const known = new Map(hours.map((hour) => [Date.parse(hour.start), hour]));
  const span = (endMs - Date.parse(oldest.start)) / HOUR_MS + 1;
  const slots = Math.min(MOST_SLOTS, Math.max(LEAST_SLOTS, span));
  return Array.from({ length: slots }, (_, index) => {
    const startMs = endMs - (slots - 1 - index) * HOUR_MS;
    const empty = { ...emptyLedger(), reasons: {}, read_by_partition: [] };
    const start = new Date(startMs).toISOString();
    return { startMs, hour: known.get(startMs) ?? { start, ...empty } };
  });
}
