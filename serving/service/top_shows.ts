// The top shows of the last day, asked anew now and then rather than for each live message.

import type { LiveState } from "../../domain/live_message.ts";
import type { ApiQueries } from "../ports.ts";

const DAY_MS = 86_400_000;
const ASK_EVERY_MS = 2_000;

/** Gives the last answer while it is fresh enough; the day is counted back from the newest view. */
export function createTopShows(
  queries: () => ApiQueries | null,
): () => LiveState["top_shows"] {
  let answer: LiveState["top_shows"] = [], askedMs = -Infinity;
  return () => {
    const store = queries();
    if (store === null || performance.now() - askedMs < ASK_EVERY_MS) return answer;
    askedMs = performance.now();
    const { last_watch_date: last } = store.overview({ from: null, to: null });
    if (last === null) return answer = [];
    const { shows } = store.shows({
      ...{ from: Date.parse(last) - DAY_MS, to: null, sort: "qualified_views", search: null },
      ...{ limit: 10, cursor: null },
    });
    return answer = shows.map(({ show_name, qualified_views, watch_hours }) => ({
      ...{ show_name, qualified_views, watch_hours },
    }));
  };
}
