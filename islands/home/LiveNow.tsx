// What happens now: views a minute over the last hour of them, users, how fresh the numbers are.

import { useEffect, useState } from "preact/hooks";
import { connect, live } from "../../client/live.ts";
import { MinuteBars } from "../../components/live/MinuteBars.tsx";
import {
  minuteCounts,
  type MinuteViews,
  minuteWindow,
} from "../../components/live/minute_window.ts";
import { formatCount, formatSince } from "../../domain/format.ts";
import type { LiveOpening } from "../../domain/live_message.ts";

const HEIGHT = "96", SHOWS = 5;

/** `opening`: the state that the page was made with, until something newer is heard. */
export default function LiveNow({ opening }: { readonly opening: LiveOpening | null }) {
  const [nowMs, setNowMs] = useState<number | null>(null);
  useEffect(() => {
    connect();
    setNowMs(Date.now());
    const timer = setInterval(() => setNowMs(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const state = live.state.value ?? opening;
  const minutes = live.state.value === null
    ? minuteCounts(opening?.views_per_minute ?? [])
    : live.minutes.value;
  return (
    <section class="card now-card" aria-labelledby="now">
      <h2 id="now">Now</h2>
      <dl class="now">
        <div>
          <dt>active users</dt>
          <dd class="num">{state === null ? "–" : formatCount(state.active_users)}</dd>
        </div>
        <div>
          <dt>last event</dt>
          <dd class="num">
            {formatSince(state?.last_ingest_at ?? null, nowMs ?? Date.parse(state?.sent_at ?? ""))}
          </dd>
        </div>
        <div>
          <dt>log to store</dt>
          <dd class="num">
            {state === null || state.commit_latency_ms === null
              ? "–"
              : `${formatCount(Math.round(state.commit_latency_ms))} ms`}
          </dd>
        </div>
      </dl>
      <MinutesFigure minutes={minuteWindow(minutes)} />
      {state !== null && state.top_shows.length > 0 && (
        <ol class="now-shows" aria-label="Most watched in the last 24 hours of viewing">
          {state.top_shows.slice(0, SHOWS).map(({ show_name, qualified_views }) => (
            <li key={show_name}>
              <bdi>{show_name}</bdi>
              <span class="num muted">{formatCount(qualified_views)}</span>
            </li>
          ))}
        </ol>
      )}
      {live.status.value === "offline" && (
        <p class="muted">The service does not answer. These are the last figures it told.</p>
      )}
    </section>
  );
}

function MinutesFigure({ minutes }: { readonly minutes: readonly MinuteViews[] }) {
  if (minutes.length === 0) return null;
  const counts = minutes.map(({ views }) => views);
  const sum = counts.reduce((all, views) => all + views, 0);
  return (
    <figure class="minutes">
      <MinuteBars minutes={minutes} height={HEIGHT} />
      <figcaption class="muted num">
        Views a minute, the last hour of viewing · at most {formatCount(Math.max(...counts))} ·{" "}
        {formatCount(sum)} in all
      </figcaption>
    </figure>
  );
}
