// The top shows of the last day, asked anew now and then rather than for each live message.

import type { LiveState } from "../../domain/live_message.ts";
import { DAY_MS } from "../../domain/time.ts";
import type { StoreQueries, StoreSnapshot } from "../../store/port.ts";

const ASK_EVERY_MS = 2_000;

/**
 * Gives the last answer, and asks for the next one when that is old; the first is asked for here. The day is
 * counted back from the newest view.
 */
export async function createTopShows(
  queries: () => StoreQueries | null,
): Promise<() => LiveState["top_shows"]> {
  let answer: LiveState["top_shows"] = [], askedMs = -Infinity;
  const refresh = async () => {
    const store = queries();
    if (store === null) return;
    askedMs = performance.now();
    answer = await ask(store);
  };
  await refresh();
  return () => {
    // A store that is busy or closed: the answer before.
    if (performance.now() - askedMs >= ASK_EVERY_MS) refresh().catch(() => {});
    return answer;
  };
}

function ask(store: StoreQueries): Promise<LiveState["top_shows"]> {
  return store.snapshot(askAt);
}

async function askAt(store: StoreSnapshot): Promise<LiveState["top_shows"]> {
  const { last_watch_date: last } = await store.overview({ from: null, to: null });
  if (last === null) return [];
  const { shows } = await store.shows({
    ...{ from: Date.parse(last) - DAY_MS, to: null, sort: "qualified_views", search: null },
    ...{ limit: 10, cursor: null },
  });
  return shows.map(({ show_name, qualified_views, watch_hours }) => ({
    ...{ show_name, qualified_views, watch_hours },
  }));
}
