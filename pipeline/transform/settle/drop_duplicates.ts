// Drops the duplicates among one user's views; which one stays does not depend on their order of arrival.

import { EPISODE, SHOW } from "../scan/view_columns.ts";
import { byCode, byDimensions, byEpisode } from "./sort_views.ts";
import { eventCodes, type ViewTable } from "./view_table.ts";

/**
 * Moves the views that stay to the front of the sorted rows `[from, to)`, in order; returns how many.
 * With an event id, views of one id are one; without, those of one show, episode, start and duration.
 */
export function dropDuplicates(table: ViewTable, from: number, to: number): number {
  const events = eventCodes(table);
  const best = events === null ? null : bestByEvent(table, events, from, to);
  let kept = from, lastPlain = -1;
  for (let i = from; i < to; i++) {
    const event = events === null ? 0 : events[i];
    if (event !== 0) {
      if (best?.get(event) !== i) continue;
    } else {
      // Equal views stand side by side, the one with the smallest dimensions first, and of those
      // that differ in this alone, one whose episode is empty before one that has none.
      if (lastPlain >= 0 && isSameView(table, lastPlain, i)) continue;
      lastPlain = kept;
    }
    if (kept !== i) moveRow(table, i, kept);
    kept++;
  }
  return kept - from;
}

/** The row that stays for each event id of the user, or null when none comes twice. */
function bestByEvent(
  table: ViewTable,
  events: Uint32Array,
  from: number,
  to: number,
): Map<number, number> {
  const best = new Map<number, number>();
  for (let i = from; i < to; i++) {
    if (events[i] === 0) continue;
    const other = best.get(events[i]);
    if (other === undefined || isBetter(table, i, other)) best.set(events[i], i);
  }
  return best;
}

/** The longest stays, then the smallest by show, episode, start and dimensions; then an empty episode. */
function isBetter(table: ViewTable, a: number, b: number): boolean {
  const { codes, startMs, watchMinutes } = table;
  return (watchMinutes[b] - watchMinutes[a] || byCode(codes[SHOW], a, b) ||
    byEpisode(codes[EPISODE], a, b) || startMs[a] - startMs[b] || byDimensions(codes, a, b) ||
    byCode(codes[EPISODE], b, a)) < 0;
}

function isSameView(table: ViewTable, a: number, b: number): boolean {
  const { codes, startMs, watchMinutes } = table;
  return startMs[a] === startMs[b] && byCode(codes[SHOW], a, b) === 0 &&
    byEpisode(codes[EPISODE], a, b) === 0 && watchMinutes[a] === watchMinutes[b];
}

function moveRow(table: ViewTable, from: number, to: number): void {
  table.watchMinutes[to] = table.watchMinutes[from];
  table.startMs[to] = table.startMs[from];
  for (const codes of table.codes) if (codes !== null) codes[to] = codes[from];
}
