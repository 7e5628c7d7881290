// Duplicates of views that came from elsewhere: kept, so that they stand in when the better view's import is removed.

import { duplicateKey, isBetter } from "./keep_one.ts";
import type { Shadow, ShadowChanges } from "./store_changes.ts";
import type { StoredNames } from "./stored_names.ts";
import { ask, type Steps } from "./store_tables.ts";
import type { StoredView } from "./stored_view.ts";

/** Whether two views leave with the same import, at the same time: then neither stands in for the other. */
export function leavesWith(a: StoredView, b: StoredView): boolean {
  return a.sourceId === b.sourceId && a.partition === b.partition;
}

/** Which of the views that lost are to be kept: none that a better one of its own source and partition stands for. */
export function* keepShadows(
  lost: readonly Shadow[],
  names: StoredNames,
): Steps<ShadowChanges | null> {
  if (lost.length === 0) return null;
  const asks = lost.map(({ userId, view }) => ({ userId, key: duplicateKey(view) }));
  const there = yield* ask("shadowedBy", asks);
  const kept = new Map<string, Shadow>();
  lost.forEach((shadow, at) => {
    const { userId, view } = shadow;
    const name = `${userId} ${view.sourceId} ${view.partition} ${asks[at]!.key}`;
    const other = kept.get(name)?.view ?? there[at]!.find((known) => leavesWith(known, view));
    if (other === undefined || isBetter(view, other, names)) kept.set(name, shadow);
  });
  return { kept: [...kept.values()], dropped: [] };
}

/** For each view that leaves, the best that stands in for it; null where there is none. */
export function* takeShadowed(
  leaving: readonly Shadow[],
  names: StoredNames,
): Steps<readonly (StoredView | null)[]> {
  const asks = leaving.map(({ userId, view }) => ({ userId, key: duplicateKey(view) }));
  const there = yield* ask("shadowedBy", asks);
  return there.map((views) =>
    views.reduce<StoredView | null>(
      (best, view) => best === null || isBetter(view, best, names) ? view : best,
      null,
    )
  );
}
