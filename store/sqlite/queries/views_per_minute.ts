// Qualified views by minute of event time.

import { MINUTE_MS } from "../../../domain/time.ts";
import type { StoreContext } from "./store_context.ts";

/** Minutes with their qualified views, oldest first, those without any too; until an instant (not in it). */
export function viewsPerMinute(
  { reader }: StoreContext,
  { lastMinutes, untilMs }: { readonly lastMinutes: number; readonly untilMs: number },
): { readonly startMs: number; readonly views: number }[] {
  const end = Math.ceil(untilMs / MINUTE_MS), first = end - lastMinutes;
  const minutes = Array.from({ length: lastMinutes }, (_, i) => ({
    startMs: (first + i) * MINUTE_MS,
    views: 0,
  }));
  const sql = `SELECT start_ms FROM views INDEXED BY views_by_start
    WHERE start_ms >= ? AND start_ms < ? AND minutes >= ?`;
  const rows = reader.rows(sql, first * MINUTE_MS, untilMs, reader.thresholds.qualifiedMinutes);
  for (const [startMs] of rows) minutes[Math.floor(startMs / MINUTE_MS) - first].views++;
  return minutes;
}
