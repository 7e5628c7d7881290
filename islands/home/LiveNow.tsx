// What happens now: views a minute over the last hour of them, users, how fresh the numbers are.

import { useEffect, useState } from "preact/hooks";
import { connect, minutes, state, status } from "../../client/live.ts";
import { formatCount } from "../../components/people/format.ts";

const HEIGHT = 96, MINUTES = 60, MINUTE_MS = 60_000, SHOWS = 5;

export default function LiveNow() {
  const [nowMs, setNowMs] = useState(0);
  useEffect(() => {
    connect();
    setNowMs(Date.now());
    const timer = setInterval(() => setNowMs(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const live = state.value;
  return (
    <section class="card" aria-labelledby="now">
      <h2 id="now">Now</h2>
      <dl class="now">
        <div>
          <dt>active users</dt>
          <dd class="num">{live === null ? "–" : formatCount(live.active_users)}</dd>
        </div>
        <div>
          <dt>last event</dt>
          <dd class="num">{sinceText(live?.last_ingest_at ?? null, nowMs)}</dd>
        </div>
        <div>
          <dt>log to store</dt>
          <dd class="num">
            {live === null || live.commit_latency_ms === null
              ? "–"
              : `${formatCount(Math.round(live.commit_latency_ms))} ms`}
          </dd>
        </div>
      </dl>
      <MinuteBars />
      {live !== null && live.top_shows.length > 0 && (
        <ol class="now-shows" aria-label="Most watched in the last 24 hours of viewing">
          {live.top_shows.slice(0, SHOWS).map(({ show_name, qualified_views }) => (
            <li key={show_name}>
              <bdi>{show_name}</bdi>
              <span class="num muted">{formatCount(qualified_views)}</span>
            </li>
          ))}
        </ol>
      )}
      {live === null && (
        <p class="muted">
          {status.value === "offline"
            ? "The service does not answer. The figures below are those of when the page was made."
            : "Live figures appear once the page is connected; they need JavaScript."}
        </p>
      )}
    </section>
  );
}

function MinuteBars() {
  const counts = minutes.value;
  if (counts.size === 0) return null;
  const newest = Math.max(...counts.keys()), most = Math.max(1, ...counts.values());
  const bars = Array.from({ length: MINUTES }, (_, i) => {
    const views = counts.get(newest - (MINUTES - 1 - i) * MINUTE_MS) ?? 0;
    return { i, views, height: Math.round(views / most * (HEIGHT - 4)) };
  });
  const sum = bars.reduce((all, { views }) => all + views, 0);
  return (
    <figure class="minutes">
      <svg
        width="100%"
        height={HEIGHT}
        role="img"
        aria-label={`${sum} views in the last hour of viewing, at most ${most} a minute`}
      >
        {bars.map(({ i, height }) => (
          <rect
            key={i}
            class="bar"
            x={`${i / MINUTES * 100}%`}
            y={HEIGHT - height}
            width={`${100 / MINUTES * 0.8}%`}
            height={height}
            rx="1"
          />
        ))}
      </svg>
      <figcaption class="muted num">
        Views a minute, the last hour of viewing · at most {formatCount(most)} · {formatCount(sum)}
        {" "}
        in all
      </figcaption>
    </figure>
  );
}

function sinceText(at: string | null, nowMs: number): string {
  if (at === null || nowMs === 0) return "–";
  const seconds = Math.max(0, Math.round((nowMs - Date.parse(at)) / 1_000));
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ago`;
  return `${formatCount(Math.floor(seconds / 3_600))} h ago`;
}
