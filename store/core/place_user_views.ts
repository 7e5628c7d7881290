// Places views that come and go among their users' others: drops duplicates and cuts the sittings around the
// change anew.

import type { Thresholds } from "../../domain/scoring.ts";
import { endMs } from "../../domain/view.ts";
import { type FreshViews, FreshViewsChange, type UserDifference } from "./drop_duplicates.ts";
import { isPlaced, placeViews, unplaced } from "./place_views.ts";
import { keepShadows, takeShadowed } from "./shadow_views.ts";
import type { Shadow, UserOutcome } from "./store_changes.ts";
import type { StoredNames } from "./stored_names.ts";
import { ask, type EventAsk, type Steps, type UserPart, type WindowAsk } from "./store_tables.ts";
import type { PlacedView, StoredView, ViewWindow } from "./stored_view.ts";

/** What places are decided by. */
export interface Placing {
  readonly thresholds: Thresholds;
  readonly names: StoredNames;
}

const NO_VIEWS: ViewWindow = { views: [], isToEnd: true };

/** Adds views to users, each user once, and writes them. Sorts the views. */
export function* placeFresh(
  users: readonly FreshViews[],
  placing: Placing,
): Steps<readonly UserOutcome[]> {
  const { names } = placing, lost: Shadow[] = [];
  const changes = users.map((user) => new FreshViewsChange(user, names, lost));
  yield* dropKnownEvents(changes);
  const windows = yield* loadWindows(changes, placing);
  const outcomes = changes.map((change, at) => {
    const window = windows[at]!;
    if (window !== null) change.dropKnown(window.views);
    return outcomeOf(change, window, placing);
  });
  const shadows = yield* keepShadows(lost, names);
  yield* ask("write", { views: outcomes, ...shadows !== null && { shadows } });
  return outcomes;
}

/**
 * Takes away views of users, each user once; of the views that were their duplicates, the best ones come back.
 * What is shadowed has nothing of their import any more.
 */
export function* placeRemoval(
  users: readonly UserPart[],
  placing: Placing,
): Steps<readonly UserOutcome[]> {
  const leaving = users.flatMap(({ userId, views }) => views.map(({ view }) => ({ userId, view })));
  const best = yield* takeShadowed(leaving, placing.names);
  const dropped: Shadow[] = [];
  let at = 0;
  const changes = users.map(({ userId, views: removed }): UserDifference => {
    const fresh: StoredView[] = [];
    for (const _ of removed) {
      const view = best[at++] ?? null;
      if (view === null) continue;
      fresh.push(view);
      dropped.push({ userId, view });
    }
    fresh.sort((a, b) => a.startMs - b.startMs);
    return { userId, isNew: false, fresh, removed, duplicates: [] };
  });
  const windows = yield* loadWindows(changes, placing);
  const outcomes = changes.map((change, at) => outcomeOf(change, windows[at]!, placing));
  yield* ask("write", { views: outcomes, shadows: { kept: [], dropped } });
  return outcomes;
}

/** Event ids are looked up in all of the users' past: what was stored under them may have to go. */
function* dropKnownEvents(changes: readonly FreshViewsChange[]): Steps<void> {
  const asks: EventAsk[] = [];
  for (const { userId, isNew, fresh } of changes) {
    if (isNew) continue;
    for (const { eventId } of fresh) if (eventId !== "") asks.push({ userId, eventId });
  }
  if (asks.length === 0) return;
  const found = (yield* ask("viewsByEvent", asks)).values();
  for (const change of changes) if (!change.isNew) change.dropKnownEvents(found);
}

/** The stored views that may share a sitting with what comes or goes; null where nothing does. */
function* loadWindows(
  changes: readonly UserDifference[],
  { thresholds }: Placing,
): Steps<readonly (ViewWindow | null)[]> {
  const windows: WindowAsk[] = [];
  for (const change of changes) {
    if (!change.isNew && isChange(change)) windows.push(extentOf(change));
  }
  const found = windows.length === 0
    ? []
    : yield* ask("windowsOf", { windows, gapMs: thresholds.sittingGapMs });
  let at = 0;
  return changes.map((change) => {
    if (!isChange(change)) return null;
    return change.isNew ? NO_VIEWS : found[at++]!;
  });
}

function isChange({ fresh, removed }: UserDifference): boolean {
  return fresh.length > 0 || removed.length > 0;
}

function outcomeOf(
  { userId, isNew, fresh, removed, duplicates }: UserDifference,
  window: ViewWindow | null,
  { thresholds }: Placing,
): UserOutcome {
  const added: PlacedView[] = [], changed: { before: PlacedView; after: PlacedView }[] = [];
  if (window === null) {
    return { userId, isNew, added, removed: [], changed, duplicates, window };
  }
  const { gone, stays } = takeAway(window.views, removed);
  const views = merge(stays, fresh), placed = placeViews(views, thresholds);
  for (let at = 0; at < views.length; at++) {
    const before = views[at]!, after = placed[at]!;
    if (before === after) continue;
    if (isPlaced(before)) changed.push({ before, after });
    else added.push(after);
  }
  return {
    ...{ userId, isNew, added, removed: gone, changed, duplicates },
    window: { views: placed, isToEnd: window.isToEnd },
  };
}

/** The stored views that are there, and those that stay; the removed ones may be other objects. */
function takeAway(
  old: readonly PlacedView[],
  removed: readonly PlacedView[],
): { readonly gone: readonly PlacedView[]; readonly stays: readonly PlacedView[] } {
  if (removed.length === 0) return { gone: removed, stays: old };
  const keys = new Set(removed.map(({ view }) => storedKey(view)));
  const { gone = [], stays = [] } = Object.groupBy(
    old,
    ({ view }) => keys.has(storedKey(view)) ? "gone" : "stays",
  );
  return { gone, stays };
}

/** No two stored views of a user have the same one. */
function storedKey({ startMs, showId, episodeId, minutes, eventId }: StoredView): string {
  return `${startMs} ${showId} ${episodeId} ${minutes} ${eventId}`;
}

/** Both in order of start; of equal ones, the stored first. */
function merge(old: readonly PlacedView[], fresh: readonly StoredView[]): readonly PlacedView[] {
  const views: PlacedView[] = [];
  let at = 0;
  for (const view of fresh) {
    while (at < old.length && old[at]!.view.startMs <= view.startMs) views.push(old[at++]!);
    views.push(unplaced(view));
  }
  while (at < old.length) views.push(old[at++]!);
  return views;
}

function extentOf({ userId, fresh, removed }: UserDifference): WindowAsk {
  let fromMs = Infinity, latestMs = -Infinity;
  const widen = ({ startMs, minutes }: StoredView) => {
    fromMs = Math.min(fromMs, startMs);
    latestMs = Math.max(latestMs, endMs(startMs, minutes));
  };
  for (const view of fresh) widen(view);
  for (const { view } of removed) widen(view);
  return { userId, fromMs, endMs: latestMs };
}
