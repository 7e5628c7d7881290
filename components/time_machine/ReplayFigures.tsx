// What the copy says at the moment that the replay has come to.

import type { ViewAnswer } from "../../domain/answers.ts";
import type { LiveState } from "../../domain/live_message.ts";
import { bingeShare } from "../../domain/metrics.ts";
import { FeedList } from "../live/FeedList.tsx";
import { MinuteBars } from "../live/MinuteBars.tsx";
import type { MinuteViews } from "../live/minute_window.ts";
import { formatCount } from "../../domain/format.ts";
import { statOf, Stats } from "../kit/Stats.tsx";

/** All of it counts what was replayed so far. */
export function ReplayFigures({ state, minutes, views, tz, search }: {
  readonly state: LiveState;
  readonly minutes: readonly MinuteViews[];
  readonly views: readonly ViewAnswer[];
  readonly tz: string;
  readonly search: string;
}) {
  const { totals } = state;
  return (
    <>
      <Stats
        stats={[
          ...(["qualified_views", "watch_hours", "users", "shows"] as const)
            .map((name) => statOf(name, { value: totals[name] })),
          statOf("binge_share", { value: bingeShare(totals) }),
        ]}
      />
      <div class="grid">
        <div class="half">
          <section class="card" aria-labelledby="replay-minutes">
            <h2 id="replay-minutes">Views a minute</h2>
            <p class="card-note muted">The last hour of the history so far</p>
            {minutes.length === 0
              ? <p class="empty">Nothing was watched yet.</p>
              : <MinuteBars minutes={minutes} height="120" />}
            <ol
              class="now-shows"
              aria-label="Most watched in the last 24 hours of the history so far"
            >
              {state.top_shows.slice(0, 6).map(({ show_name, qualified_views }) => (
                <li key={show_name}>
                  <bdi>{show_name}</bdi>
                  <span class="num muted">{formatCount(qualified_views)}</span>
                </li>
              ))}
            </ol>
          </section>
        </div>
        <div class="half">
          <section class="card feed" aria-labelledby="replay-views">
            <h2 id="replay-views">Latest views</h2>
            {views.length === 0
              ? <p class="empty">Views appear here as they are replayed.</p>
              : <FeedList views={views} tz={tz} search={search} />}
          </section>
        </div>
      </div>
    </>
  );
}
