// The time machine: history replayed through the live path, in a copy that is thrown away.

import { useEffect, useMemo, useState } from "preact/hooks";
import { ReplaySession } from "../../client/replay_session.ts";
import { minuteWindow } from "../../components/live/minute_window.ts";
import { formatCount, formatDateTime } from "../../domain/format.ts";
import { ReplayFigures } from "../../components/time_machine/ReplayFigures.tsx";
import { Scrubber } from "../../components/time_machine/Scrubber.tsx";
import { REPLAY_SPEEDS } from "../../domain/time_machine.ts";

const SHOWN_VIEWS = 12, FIRST_SPEED = 600;

/** The history that the page is about. */
export interface History {
  readonly from: string;
  readonly to: string;
  /** Views in equal parts of it. */
  readonly values: readonly number[];
  readonly views: number;
}

/** `asked`: the period of the address, null where it is open. */
export default function TimeMachine({ history, asked, tz, search }: {
  readonly history: History;
  readonly asked: { readonly from: string | null; readonly to: string | null };
  readonly tz: string;
  readonly search: string;
}) {
  const session = useMemo(() => new ReplaySession(), []);
  const [dragMs, setDragMs] = useState<number | null>(null);
  useEffect(() => {
    session.join();
    return () => session.leave();
  }, []);
  const state = session.state.value, feed = session.feed.value, isRunning = state.running;
  const fromMs = Date.parse(state.from ?? history.from), toMs = Date.parse(state.to ?? history.to);
  const atMs = dragMs ?? Date.parse(state.at ?? history.from);
  const share = Math.min(1, Math.max(0, (atMs - fromMs) / Math.max(1, toMs - fromMs)));
  return (
    <>
      <section class="card replay" aria-label="Replay">
        <div class="replay-head">
          <p class="replay-clock num">{formatDateTime(new Date(atMs).toISOString(), tz)}</p>
          <p class="muted num" role="status">{tellState(session, history.views)}</p>
        </div>
        <Scrubber
          {...{ values: history.values, share, fromMs, toMs, tz, isActive: isRunning }}
          onInput={setDragMs}
          onChange={(ms) => {
            setDragMs(null);
            session.change({ at: new Date(ms).toISOString() });
          }}
        />
        <Controls session={session} asked={asked} />
        {session.problem.value !== null && <p class="problem">{session.problem.value}</p>}
      </section>
      {feed?.state.value && (
        <ReplayFigures
          state={feed.state.value}
          minutes={minuteWindow(feed.minutes.value)}
          views={feed.views.value.slice(0, SHOWN_VIEWS)}
          tz={tz}
          search={search}
        />
      )}
    </>
  );
}

function Controls({ session, asked }: {
  readonly session: ReplaySession;
  readonly asked: { readonly from: string | null; readonly to: string | null };
}) {
  const { running, playing, speed } = session.state.value, isBusy = session.isBusy.value;
  if (!running) {
    return (
      <div class="replay-controls">
        <button
          type="button"
          class="button primary"
          disabled={isBusy}
          onClick={() =>
            session.start({ from: asked.from || null, to: asked.to || null, speed: FIRST_SPEED })}
        >
          {isBusy ? "Making the copy…" : "Start the replay"}
        </button>
      </div>
    );
  }
  return (
    <div class="replay-controls">
      <button
        type="button"
        class="button primary"
        onClick={() => session.change({ playing: !playing })}
      >
        {playing ? "Pause" : "Play"}
      </button>
      <span class="replay-speeds" role="group" aria-label="Pace">
        {REPLAY_SPEEDS.map((one) => (
          <button
            key={one}
            type="button"
            class="button"
            aria-pressed={speed === one}
            onClick={() => session.change({ speed: one })}
          >
            {formatCount(one)}×
          </button>
        ))}
      </span>
      <button type="button" class="button" onClick={() => session.end()}>End</button>
    </div>
  );
}

function tellState(session: ReplaySession, views: number): string {
  const { running, playing, seeking, sent, views: all, pending } = session.state.value;
  if (!running) return `${formatCount(views)} views to replay`;
  const counted = `${formatCount(sent)} of ${formatCount(all)} views replayed`;
  if (seeking) return `${counted}, on the way`;
  if (pending > 0) return `${counted}, ${formatCount(pending)} wait`;
  return sent >= all ? `${counted}: all of it` : playing ? counted : `${counted}, paused`;
}
