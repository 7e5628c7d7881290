// Turns what the store says of its commits, and of its state, into what the live hub takes.

import type { Overview, ViewAnswer } from "../../domain/answers.ts";
import type { Ledger } from "../../domain/ledger.ts";
import type { LiveTotals } from "../../domain/live_message.ts";
import { viewAnswer } from "../../domain/view_answer.ts";
import type { LiveCommit, LiveStart } from "../live/live_commit.ts";
import type { Applied } from "../../store/core/applied.ts";
import type { MinuteCount } from "../../store/port.ts";

/** What a start is read from. */
export interface StartQueries {
  seq(): number;
  overview(range: { readonly from: null; readonly to: null }): Overview;
  ledger(pending: number): Ledger;
  latestViews(limit: number): readonly ViewAnswer[];
  viewsPerMinute(
    options: { readonly lastMinutes: number; readonly untilMs: number },
  ): readonly MinuteCount[];
}

const TRIES = 20;

/** The state to begin with, all of one commit: asked again while the consumer commits in between. */
export function readLiveStart(queries: StartQueries, sample: boolean): LiveStart {
  for (let tries = 1;; tries++) {
    const seq = queries.seq();
    const overview = queries.overview({ from: null, to: null });
    const { read, accepted, duplicate, quarantined, excluded } = queries.ledger(0);
    const last = overview.last_watch_date;
    const minutes = last === null
      ? []
      : queries.viewsPerMinute({ lastMinutes: 60, untilMs: Date.parse(last) + 1 });
    const start = {
      seq,
      ledger: { read, accepted, duplicate, quarantined, excluded },
      totals: totalsOf(overview),
      latest: queries.latestViews(50),
      minutes,
      sample,
    };
    if (queries.seq() === seq || tries === TRIES) return start;
  }
}

function totalsOf(overview: Overview): LiveTotals {
  const { accepted_views, qualified_views, watch_hours, users, shows, binge_views } = overview;
  return { accepted_views, qualified_views, watch_hours, users, shows, binge_views };
}

/** One commit. */
export function liveCommit(applied: Applied, committedMs: number): LiveCommit {
  const { accepted, watch_minutes, ...totals } = applied.totals;
  return {
    seq: applied.seq,
    ledger: applied.ledger,
    totals: { ...totals, accepted_views: accepted, watch_hours: watch_minutes / 60 },
    acceptedViews: Math.max(0, applied.delta.accepted),
    latest: applied.latest.map(viewAnswer),
    users: applied.users,
    minutes: applied.minutes,
    ingestTimeMs: applied.ingestTimeMs,
    committedMs,
  };
}
