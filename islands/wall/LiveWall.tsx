// The live wall: what is watched now, for a screen that nobody touches.

import { useEffect, useState } from "preact/hooks";
import { connect, live } from "../../client/live.ts";
import { MinuteBars } from "../../components/live/MinuteBars.tsx";
import { minuteCounts, minuteWindow, paceOf } from "../../components/live/minute_window.ts";
import {
  formatCount,
  formatHours,
  formatMinutes,
  formatShare,
  formatSince,
  formatTime,
} from "../../domain/format.ts";
import type { LiveOpening, LiveState } from "../../domain/live_message.ts";
import { bingeShare } from "../../domain/metrics.ts";
import { DIMENSIONS } from "../../domain/columns.ts";
import { keyOfView } from "../../client/recent_views.ts";
import type { ViewAnswer } from "../../domain/answers.ts";

const SHOWN_VIEWS = 14;

/** `opening`: the state that the page was made with, until something newer is heard. */
export default function LiveWall({ opening, tz }: {
  readonly opening: LiveOpening | null;
  readonly tz: string;
}) {
  useEffect(connect, []);
  const isHeard = live.state.value !== null;
  const state = live.state.value ?? opening;
  const minutes = minuteWindow(
    isHeard ? live.minutes.value : minuteCounts(opening?.views_per_minute ?? []),
  );
  const views = isHeard ? live.views.value : opening?.latest_views ?? [];
  return (
    <>
      <WallFigures state={state} pace={paceOf(minutes)} />
      <section class="wall-minutes" aria-labelledby="wall-minutes">
        <h2 id="wall-minutes">
          Views a minute <span class="muted">the last hour of viewing</span>
        </h2>
        {minutes.length === 0 ? <p class="muted">Nothing was watched yet.</p> : (
          <>
            <div class="wall-plot">
              <MinuteBars minutes={minutes} />
            </div>
            <p class="wall-axis num muted">
              <span>{formatTime(new Date(minutes[0]!.startMs).toISOString(), tz)}</span>
              <span>
                at most {formatCount(Math.max(...minutes.map(({ views }) => views)))} a minute
              </span>
              <span>{formatTime(new Date(minutes.at(-1)!.startMs).toISOString(), tz)}</span>
            </p>
          </>
        )}
      </section>
      <WallViews views={views.slice(0, SHOWN_VIEWS)} isFast={live.isFast.value} tz={tz} />
      <WallShows shows={state?.top_shows ?? []} />
      <WallFoot state={state} />
    </>
  );
}

/** How fresh it is, and whether it adds up. */
function WallFoot({ state }: { readonly state: LiveState | null }) {
  const [nowMs, setNowMs] = useState<number | null>(null);
  useEffect(() => {
    setNowMs(Date.now());
    const timer = setInterval(() => setNowMs(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  if (state === null) {
    return (
      <p class="wall-foot muted">The service does not answer yet; this page goes on asking.</p>
    );
  }
  const { ledger, commit_latency_ms: latencyMs, last_ingest_at: last } = state;
  const atMs = nowMs ?? Date.parse(state.sent_at);
  return (
    <p class="wall-foot muted num">
      <span>
        last event <strong>{formatSince(last, atMs)}</strong>
        {latencyMs !== null && (
          <>
            {" · "}log to store <strong>{formatCount(Math.round(latencyMs))} ms</strong>
          </>
        )}
      </span>
      <span>
        <strong>{formatCount(ledger.read)}</strong> rows read ={" "}
        <strong>{formatCount(ledger.accepted)}</strong> accepted +{" "}
        <strong>{formatCount(ledger.duplicate)}</strong> duplicates +{" "}
        <strong>{formatCount(ledger.quarantined)}</strong> quarantined
        {ledger.excluded > 0 && (
          <>
            {" "}+ <strong>{formatCount(ledger.excluded)}</strong> excluded
          </>
        )}{" "}
        <span class={ledger.balanced ? "good" : "bad"}>
          {ledger.balanced ? "✓ balances" : "✗ does not balance"}
        </span>
      </span>
    </p>
  );
}

/** In the stream's order, at most ten. */
function WallShows({ shows }: { readonly shows: LiveState["top_shows"] }) {
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

/** `pace`: views a minute lately. */
function WallFigures({ state, pace }: {
  readonly state: LiveState | null;
  readonly pace: number | null;
}) {
  const totals = state?.totals;
  const figures = [
    { text: "views a minute", note: "mean of five minutes", value: pace && formatHours(pace) },
    {
      text: "users active",
      note: "in the last five minutes",
      value: state && formatCount(state.active_users),
    },
    { text: "views", note: "in all", value: totals && formatCount(totals.qualified_views) },
    { text: "hours watched", note: "in all", value: totals && formatHours(totals.watch_hours) },
    {
      text: "of views in binges",
      note: "three episodes in a sitting",
      value: totals && totals.qualified_views > 0 &&
        formatShare(bingeShare(totals)!),
    },
  ];
  return (
    <dl class="wall-figures">
      {figures.map(({ text, note, value }, i) => (
        <div key={text} class={i === 0 ? "first" : ""}>
          <dd class="num">{value || (value === 0 ? "0" : "–")}</dd>
          <dt>
            {text} <span class="muted">{note}</span>
          </dt>
        </div>
      ))}
    </dl>
  );
}

/** Newest first; what has no room is not shown. */
function WallViews({ views, isFast, tz }: {
  readonly views: readonly ViewAnswer[];
  /** Rows then stay and only their words change, which costs less. */
  readonly isFast: boolean;
  readonly tz: string;
}) {
  return (
    <section class="wall-views" aria-labelledby="wall-views">
      <h2 id="wall-views">Latest views</h2>
      {views.length === 0 ? <p class="muted">Views appear here as they come in.</p> : (
        <ul>
          {views.map((view, i) => (
            <WallView key={isFast ? i : keyOfView(view)} view={view} tz={tz} />
          ))}
        </ul>
      )}
    </section>
  );
}

function WallView({ view, tz }: { readonly view: ViewAnswer; readonly tz: string }) {
  const { completion_rate: completion } = view;
  const where = DIMENSIONS.map((name) => view[name]).filter((part) => part !== null).join(" · ");
  return (
    <li>
      <time class="num muted" dateTime={view.watch_date}>{formatTime(view.watch_date, tz)}</time>
      <span class="wall-what">
        <bdi>{view.show_name}</bdi>
        {view.episode !== null && view.episode !== "" && <bdi class="muted">{view.episode}</bdi>}
      </span>
      <span class="wall-who muted">
        <bdi>{view.user_id}</bdi>
        {where !== "" && ` · ${where}`}
      </span>
      <span class="num wall-long">
        {view.is_binge_session && <span class="badge binge">binge</span>}
        {formatMinutes(view.watch_duration_minutes)}
      </span>
      <span class="num muted wall-far">{completion === null ? "" : formatShare(completion)}</span>
    </li>
  );
}
