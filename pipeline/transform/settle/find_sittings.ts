// Cuts one user's views into sittings and counts, for each view, the episodes of its show in its sitting.

import { endMs } from "../../../domain/view.ts";
import type { Thresholds } from "../../../domain/scoring.ts";
import { MISSING_EPISODE } from "../scan/episode_codes.ts";
import { episodeCodes, showCodes, type ViewTable } from "./view_table.ts";

/** Longest sitting for which views are compared pair by pair; longer ones are counted with maps. */
const PAIRWISE_VIEWS = 16;
/** Counts are kept in one byte; every formula is flat long before. */
const MAX_EPISODES = 255;

/** Fills `sittingStartMs` and `episodesInSitting` for the sorted rows `[from, to)` of one user. */
export function findSittings(
  table: ViewTable,
  from: number,
  to: number,
  thresholds: Thresholds,
): void {
  const { startMs, watchMinutes, sittingStartMs, episodesInSitting } = table;
  const { sittingGapMs, qualifiedMinutes } = thresholds;
  for (let first = from; first < to;) {
    const firstMs = startMs[first];
    let latestEndMs = endMs(firstMs, watchMinutes[first]);
    let next = first + 1;
    sittingStartMs[first] = firstMs;
    while (next < to && startMs[next] - latestEndMs <= sittingGapMs) {
      const itsEndMs = endMs(startMs[next], watchMinutes[next]);
      if (itsEndMs > latestEndMs) latestEndMs = itsEndMs;
      sittingStartMs[next++] = firstMs;
    }
    const views = next - first;
    // Most sittings are one view.
    if (views === 1) episodesInSitting[first] = watchMinutes[first] >= qualifiedMinutes ? 1 : 0;
    else if (views <= PAIRWISE_VIEWS) countPairwise(table, first, next, qualifiedMinutes);
    else countWithMaps(table, first, next, qualifiedMinutes);
    first = next;
  }
}

function countPairwise(table: ViewTable, from: number, to: number, qualifiedMinutes: number): void {
  const { watchMinutes, episodesInSitting } = table;
  const shows = showCodes(table);
  const episodes = episodeCodes(table);
  for (let i = from; i < to; i++) episodesInSitting[i] = 0;
  for (let i = from; i < to; i++) {
    if (watchMinutes[i] < qualifiedMinutes) continue;
    // A missing episode is one of its own; all empty ones are one together.
    if (episodes !== null && episodes[i] !== MISSING_EPISODE) {
      let j = from;
      while (
        j < i && !(episodes[j] === episodes[i] && shows[j] === shows[i] &&
          watchMinutes[j] >= qualifiedMinutes)
      ) j++;
      if (j < i) continue;
    }
    for (let j = from; j < to; j++) if (shows[j] === shows[i]) episodesInSitting[j]++;
  }
}

/** Counts the episodes of the sitting `[from, to)`, however long it is. */
export function countWithMaps(
  table: ViewTable,
  from: number,
  to: number,
  qualifiedMinutes: number,
): void {
  const { watchMinutes, episodesInSitting } = table;
  const shows = showCodes(table);
  const episodes = episodeCodes(table);
  const counts = new Map<number, number>();
  const seen = new Map<number, Set<number>>();
  for (let i = from; i < to; i++) {
    if (watchMinutes[i] < qualifiedMinutes) continue;
    if (episodes !== null && episodes[i] !== MISSING_EPISODE) {
      let ofShow = seen.get(shows[i]);
      if (ofShow === undefined) seen.set(shows[i], ofShow = new Set());
      if (ofShow.has(episodes[i])) continue;
      ofShow.add(episodes[i]);
    }
    counts.set(shows[i], (counts.get(shows[i]) ?? 0) + 1);
  }
  for (let i = from; i < to; i++) {
    episodesInSitting[i] = Math.min(MAX_EPISODES, counts.get(shows[i]) ?? 0);
  }
}
