// Splits views into sittings, user by user.

import type { View } from "../../domain/view.ts";
import { compareUtf8, firstDifference } from "./compare_utf8.ts";

/** Every view is in exactly one sitting; each sitting's views are in order of their start. */
export function splitSittings(views: readonly View[], gapMs: number): View[][] {
  const byUser = Map.groupBy(views, (view) => view.userId);
  return [...byUser.values()].flatMap((ofUser) => sittingsOfUser(ofUser, gapMs));
}

function sittingsOfUser(views: readonly View[], gapMs: number): View[][] {
  const sittings: View[][] = [];
  let latestEndMs = -Infinity;
  for (const view of [...views].sort(byStart)) {
    const current = sittings.at(-1);
    if (current === undefined || view.startMs > latestEndMs + gapMs) {
      sittings.push([view]);
      latestEndMs = -Infinity;
    } else {
      current.push(view);
    }
    const endMs = view.startMs + Math.round(view.watchMinutes * 60_000);
    latestEndMs = Math.max(latestEndMs, endMs);
  }
  return sittings;
}

function byStart(a: View, b: View): number {
  return firstDifference(
    () => a.startMs - b.startMs,
    () => compareUtf8(a.showName, b.showName),
    () => compareUtf8(a.episode, b.episode),
    () => a.watchMinutes - b.watchMinutes,
  );
}
