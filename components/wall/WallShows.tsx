// The most watched shows of the last day as a list with bars, large enough for a wall.

import type { LiveState } from "../../domain/live_message.ts";
import { formatCount } from "../../domain/format.ts";

/** In the stream's order, at most ten. */
export function WallShows({ shows }: { readonly shows: LiveState["top_shows"] }) {
  const most = Math.max(1, ...shows.map(({ qualified_views }) => qualified_views));
  return (
    <section class="wall-shows" aria-labelledby="wall-shows">
      <h2 id="wall-shows">
        Most watched <span class="muted">last 24 hours</span>
      </h2>
      {shows.length === 0 ? <p class="muted">Shows appear here as they are watched.</p> : (
        <ol>
          {shows.map(({ show_name, qualified_views }) => (
            <li key={show_name}>
              <bdi>{show_name}</bdi>
              <span class="num">{formatCount(qualified_views)}</span>
              <svg width="100%" height="0.3em" aria-hidden="true">
                <rect class="track" width="100%" height="100%" rx="2" />
                <rect
                  class="bar"
                  width={`${qualified_views / most * 100}%`}
                  height="100%"
                  rx="2"
                />
              </svg>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
