// Derives everything anew from views that are known to be no duplicates: their places, and what follows from them.

import { DerivedSums } from "./derived_sums.ts";
import type { FreshViews } from "./drop_duplicates.ts";
import { placeFresh, type Placing } from "./place_user_views.ts";
import type { Steps } from "./store_tables.ts";

/** Writes users who have no views yet, and all sums. */
export function* deriveViews(users: readonly FreshViews[], placing: Placing): Steps<void> {
  const sums = new DerivedSums(placing.thresholds);
  yield* sums.add(yield* placeFresh(users, placing));
  yield* sums.flush();
}
