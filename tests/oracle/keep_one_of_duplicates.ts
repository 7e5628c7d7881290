// Keeps one view of each set of duplicates: the same one in whatever order they came.

import { DIMENSIONS } from "../../domain/columns.ts";
import type { View } from "../../domain/view.ts";
import { compareUtf8, firstDifference } from "./compare_utf8.ts";

/** The views that stay, in no order that matters; all others are duplicates. */
export function keepOneOfDuplicates(views: readonly View[]): View[] {
  const byIdentity = new Map<string, View[]>();
  for (const view of views) {
    const identity = identityOf(view);
    byIdentity.set(identity, [...byIdentity.get(identity) ?? [], view]);
  }
  return [...byIdentity.values()].flatMap((same) => same.sort(byPreference).slice(0, 1));
}

function identityOf(view: View): string {
  const { userId, eventId, showName, episode, startMs, watchMinutes } = view;
  return eventId !== null
    ? JSON.stringify(["event", userId, eventId])
    : JSON.stringify(["view", userId, showName, episode ?? "", startMs, watchMinutes]);
}

function byPreference(a: View, b: View): number {
  return firstDifference(
    () => b.watchMinutes - a.watchMinutes,
    () => compareUtf8(a.showName, b.showName),
    () => compareUtf8(a.episode, b.episode),
    () => a.startMs - b.startMs,
    ...DIMENSIONS.map((name) => () => compareUtf8(a[name], b[name])),
    // Of two that differ in this alone, the one with an empty episode stays.
    () => Number(a.episode === null) - Number(b.episode === null),
  );
}
