// Reads ahead what answers about ranges are put together from, a day at a time.

import { countedBuckets } from "./day_counts.ts";
import { dataRange } from "./data_range.ts";
import { decomposeRange } from "./decompose_range.ts";
import type { StoreContext } from "./store_context.ts";
import { ALL_VIEWS } from "./view_filter.ts";

/** Each step reads the users and shows of one day, the newest first, so that no later answer has to. */
export function* warmSets(context: StoreContext): Generator<void> {
  const { reader, users, shows } = context;
  const days = reader.answer("warm", () => {
    const range = dataRange(reader, { from: null, to: null });
    const { spans } = decomposeRange(range, { minLevel: 2, maxLevel: 2 });
    return spans.flatMap((span) => countedBuckets(context, ALL_VIEWS, span)).reverse();
  });
  for (const day of days) {
    reader.answer(`warm ${day.fromMs}`, () => {
      for (const ids of [users, shows]) ids.count(context, ALL_VIEWS, day);
      return true;
    });
    yield;
  }
}
