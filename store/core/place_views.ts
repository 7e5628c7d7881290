// Cuts a part of a user's views into sittings and counts the episodes of each view's show in its sitting.

import type { Thresholds } from "../../domain/scoring.ts";
import { endMs } from "../../domain/view.ts";
import { NO_LABEL, type PlacedView, type StoredView } from "./stored_view.ts";

/** Sittings with more views than this are counted by maps; in fewer, views are compared with each other. */
const MAX_COMPARED = 8;

/** A view that has no place yet. */
export function unplaced(view: StoredView): PlacedView {
  return { view, sittingStartMs: NaN, episodes: 0 };
}

/** Whether a view had a place. */
export function isPlaced({ sittingStartMs }: PlacedView): boolean {
  return !Number.isNaN(sittingStartMs);
}

/**
 * Places views, given in order of their starts, that no view outside of them shares a sitting with. In the
 * answer, a view that stays where it was is the object that was given, any other a new one.
 */
export function placeViews(views: readonly PlacedView[], thresholds: Thresholds): PlacedView[] {
  const placed: PlacedView[] = [];
  for (let first = 0; first < views.length;) {
    let latestEndMs = -Infinity, end = first;
    do {
      const { startMs, minutes } = views[end++]!.view;
      latestEndMs = Math.max(latestEndMs, endMs(startMs, minutes));
    } while (
      end < views.length && views[end]!.view.startMs - latestEndMs <= thresholds.sittingGapMs
    );
    placeSitting(views, { first, end }, { thresholds, placed });
    first = end;
  }
  return placed;
}

interface Part {
  readonly first: number;
  readonly end: number;
}

function placeSitting(
  views: readonly PlacedView[],
  part: Part,
  { thresholds, placed }: { readonly thresholds: Thresholds; readonly placed: PlacedView[] },
): void {
  const { first, end } = part, sittingStartMs = views[first]!.view.startMs;
  const counts = end - first > MAX_COMPARED ? countEpisodes(views, part, thresholds) : null;
  for (let at = first; at < end; at++) {
    const was = views[at]!, { view } = was;
    const episodes = counts === null
      ? countOf(view.showId, views, part, thresholds)
      : counts.get(view.showId) ?? 0;
    const isThere = was.sittingStartMs === sittingStartMs && was.episodes === episodes;
    placed.push(isThere ? was : { view, sittingStartMs, episodes });
  }
}

/** A show's distinct qualified episodes, an empty one among them; a view without one is an episode of its own. */
function countOf(
  showId: number,
  views: readonly PlacedView[],
  { first, end }: Part,
  { qualifiedMinutes }: Thresholds,
): number {
  let count = 0;
  for (let at = first; at < end; at++) {
    const { view } = views[at]!;
    if (view.showId !== showId || view.minutes < qualifiedMinutes) continue;
    let isSeen = false;
    for (let before = first; before < at && view.episodeId !== NO_LABEL && !isSeen; before++) {
      const other = views[before]!.view;
      isSeen = other.showId === showId && other.episodeId === view.episodeId &&
        other.minutes >= qualifiedMinutes;
    }
    if (!isSeen) count++;
  }
  return count;
}

/** The same for all shows at once. */
function countEpisodes(
  views: readonly PlacedView[],
  { first, end }: Part,
  { qualifiedMinutes }: Thresholds,
): Map<number, number> {
  const counts = new Map<number, number>();
  const seen = new Set<string>();
  for (let at = first; at < end; at++) {
    const { showId, episodeId, minutes } = views[at]!.view;
    if (minutes < qualifiedMinutes) continue;
    if (episodeId !== NO_LABEL) {
      const key = `${showId} ${episodeId}`;
      if (seen.has(key)) continue;
      seen.add(key);
    }
    counts.set(showId, (counts.get(showId) ?? 0) + 1);
  }
  return counts;
}
