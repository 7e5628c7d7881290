// The live wall: what is watched now, for a screen that nobody touches.

import { useEffect, useState } from "preact/hooks";
import { connect, live } from "../../client/live.ts";
import { MinuteBars } from "../../components/live/MinuteBars.tsx";
import { minuteCounts, minuteWindow, paceOf } from "../../components/live/minute_window.ts";
import { formatCount, formatSince, formatTime } from "../../domain/format.ts";
import { WallFigures } from "../../components/wall/WallFigures.tsx";
import { WallShows } from "../../components/wall/WallShows.tsx";
import { WallViews } from "../../components/wall/WallViews.tsx";
import type { LiveOpening, LiveState } from "../../domain/live_message.ts";

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
