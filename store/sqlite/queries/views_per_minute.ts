// Qualified views by minute of event time.

import type { StoreContext } from "./store_context.ts";

/** Minutes with their qualified views, oldest first, those without any too; until an instant (not in it). */
export function viewsPerMinute(
  { reader }: StoreContext,
  { lastMinutes, untilMs }: { readonly lastMinutes: number; readonly untilMs: number },
): { readonly startMs: number; readonly views: number }[] {
  const end = Math.ceil(untilMs / 60_000), first = end - lastMinutes;
  const minutes = Array.from({ length: lastMinutes }, (_, i) => ({
    startMs: (first + i) * 60_000,
    views: 0,
  }));
  const sql = `SELECT start_ms FROM views INDEXED BY views_by_start
    WHERE start_ms >= ? AND start_ms < ? AND minutes >= ?`;
  const rows = reader.rows(sql, first * 60_000, untilMs, reader.thresholds.qualifiedMinutes);
  for (const [startMs] of rows) minutes[Math.floor(startMs / 60_000) - first].views++;
  return minutes;
}
