// Which one of two views that are duplicates of each other stays, whatever the order they come in.

import { compareTexts } from "../../domain/order.ts";
import { DIMENSION_IDS, EMPTY_LABEL, NO_LABEL, type StoredView } from "./stored_view.ts";
import type { StoredNames } from "./stored_names.ts";

/** More views are looked up by their keys; fewer are compared with each other. */
export const MAX_COMPARED = 32;

/** Views with one of these keys, of one user, are duplicates of each other. */
export function duplicateKey(view: StoredView): string {
  return view.eventId !== ""
    ? `e${view.eventId}`
    : `v${view.startMs} ${view.showId} ${episodeKey(view)} ${view.minutes}`;
}

/** In keys a missing episode equals an empty one. */
function episodeKey({ episodeId }: StoredView): number {
  return episodeId === EMPTY_LABEL ? NO_LABEL : episodeId;
}

/** Whether two views without event ids, of one user and one start, are duplicates of each other. */
export function isSameView(a: StoredView, b: StoredView): boolean {
  return a.showId === b.showId && episodeKey(a) === episodeKey(b) && a.minutes === b.minutes;
}

/**
 * Whether `a` stays and `b` goes: the longest, then the smallest show, episode, start, dimensions; of two
 * that differ in this alone, an empty episode before a missing one. Of equal ones the first in the log, so that
 * the order in which partitions are read decides nothing.
 */
export function isBetter(a: StoredView, b: StoredView, names: StoredNames): boolean {
  const compare = (x: number, y: number, nameOf: (id: number) => string) =>
    x === y ? 0 : compareTexts(nameOf(x), nameOf(y));
  const label = (id: number) => names.labelOf(id) ?? "";
  return (b.minutes - a.minutes ||
    compare(a.showId, b.showId, (id) => names.showOf(id)) ||
    compare(a.episodeId, b.episodeId, label) || a.startMs - b.startMs ||
    compareDimensions(a, b, label) ||
    Number(a.episodeId === NO_LABEL) - Number(b.episodeId === NO_LABEL) ||
    a.partition - b.partition || a.offset - b.offset) < 0;
}

function compareDimensions(
  a: StoredView,
  b: StoredView,
  label: (id: number) => string,
): number {
  for (const { id } of DIMENSION_IDS) {
    const order = a[id] === b[id] ? 0 : compareTexts(label(a[id]), label(b[id]));
    if (order !== 0) return order;
  }
  return 0;
}

/** Told of each view that is a duplicate, and of a better one. */
export type OnDuplicate = (duplicate: StoredView, better: StoredView) => void;

/** One view for each key, in order of start; the others are told. Sorts `incoming`. */
export function keepBest(
  incoming: StoredView[],
  onDuplicate: OnDuplicate,
  names: StoredNames,
): StoredView[] {
  if (incoming.length < 2) return incoming;
  incoming.sort((a, b) => a.startMs - b.startMs);
  return incoming.length > MAX_COMPARED || incoming.some(({ eventId }) => eventId !== "")
    ? keepBestByKey(incoming, onDuplicate, names)
    : keepBestOfFew(incoming, onDuplicate, names);
}

function keepBestOfFew(
  incoming: readonly StoredView[],
  onDuplicate: OnDuplicate,
  names: StoredNames,
): StoredView[] {
  const best: StoredView[] = [];
  for (const view of incoming) {
    const { startMs } = view;
    let at = best.length - 1;
    while (at >= 0 && best[at]!.startMs === startMs && !isSameView(best[at]!, view)) at--;
    const other = at < 0 ? undefined : best[at]!;
    if (other?.startMs !== startMs) best.push(view);
    else if (isBetter(view, other, names)) onDuplicate(best.splice(at, 1, view)[0]!, view);
    else onDuplicate(view, other);
  }
  return best;
}

function keepBestByKey(
  incoming: readonly StoredView[],
  onDuplicate: OnDuplicate,
  names: StoredNames,
): StoredView[] {
  const best = new Map<string, StoredView>();
  for (const view of incoming) {
    const key = duplicateKey(view), other = best.get(key);
    const stays = other === undefined || isBetter(view, other, names);
    if (stays) best.set(key, view);
    if (other === undefined) continue;
    if (stays) onDuplicate(other, view);
    else onDuplicate(view, other);
  }
  return [...best.values()].sort((a, b) => a.startMs - b.startMs);
}
