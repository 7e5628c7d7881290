// Cuts a part of a user's views into sittings and counts the episodes of each view's show in its sitting.

import type { Thresholds } from "../../domain/scoring.ts";
import { endMs } from "../../domain/view.ts";
import type { PlacedView, StoredView } from "./stored_view.ts";

/** Places views, given in order of their starts, that no view outside of them shares a sitting with. */
export function placeViews(views: readonly StoredView[], thresholds: Thresholds): PlacedView[] {
  const placed: PlacedView[] = [];
  for (let first = 0; first < views.length;) {
    let latestEndMs = -Infinity, next = first;
    do {
      const { startMs, minutes } = views[next++];
      latestEndMs = Math.max(latestEndMs, endMs(startMs, minutes));
    } while (next < views.length && views[next].startMs - latestEndMs <= thresholds.sittingGapMs);
    placeSitting(views, first, next, { thresholds, placed });
    first = next;
  }
  return placed;
}

function placeSitting(
  views: readonly StoredView[],
  first: number,
  end: number,
  { thresholds, placed }: { readonly thresholds: Thresholds; readonly placed: PlacedView[] },
): void {
  const sittingStartMs = views[first].startMs;
  const episodes = countEpisodes(views, first, end, thresholds);
  for (let i = first; i < end; i++) {
    const view = views[i];
    placed.push({ view, sittingStartMs, episodes: episodes.get(view.showId) ?? 0 });
  }
}

/** By show: its distinct qualified episodes; a view that names none is an episode of its own. */
function countEpisodes(
  views: readonly StoredView[],
  first: number,
  end: number,
  { qualifiedMinutes }: Thresholds,
): Map<number, number> {
  const counts = new Map<number, number>();
  const seen = new Set<string>();
  for (let i = first; i < end; i++) {
    const { showId, episodeId, minutes } = views[i];
    if (minutes < qualifiedMinutes) continue;
    if (episodeId !== 0) {
      const key = `${showId} ${episodeId}`;
      if (seen.has(key)) continue;
      seen.add(key);
    }
    counts.set(showId, (counts.get(showId) ?? 0) + 1);
  }
  return counts;
}
