// Which one of two views that are duplicates of each other stays, whatever the order they come in.

import { compareTexts } from "./compare_texts.ts";
import type { StoredView } from "./stored_view.ts";

/** Views with one of these keys, of one user, are duplicates of each other. */
export function duplicateKey(view: StoredView): string {
  return view.eventId !== ""
    ? `e${view.eventId}`
    : `v${view.startMs} ${view.showId} ${view.episodeId} ${view.minutes}`;
}

/** Whether `a` stays and `b` goes: the longest, then the smallest show, episode, start, device, country. */
export function isBetter(a: StoredView, b: StoredView): boolean {
  return (b.minutes - a.minutes || compareTexts(a.showName, b.showName) ||
    compareTexts(a.episode, b.episode) || a.startMs - b.startMs ||
    compareTexts(a.device, b.device) || compareTexts(a.country, b.country)) < 0;
}

/** One view for each key; the others are duplicates. */
export function keepBest(
  incoming: readonly StoredView[],
  duplicates: StoredView[],
): Map<string, StoredView> {
  const best = new Map<string, StoredView>();
  for (const view of incoming) {
    const key = duplicateKey(view), other = best.get(key);
    if (other === undefined || isBetter(view, other)) best.set(key, view);
    const worse = other === undefined ? undefined : best.get(key) === view ? other : view;
    if (worse !== undefined) duplicates.push(worse);
  }
  return best;
}
