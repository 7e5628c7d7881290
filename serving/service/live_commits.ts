// Turns what the store says of its commits, and of its state, into what the live hub takes.

import type { Overview } from "../../domain/answers.ts";
import type { LiveTotals } from "../../domain/live_message.ts";
import { viewAnswer } from "../../domain/view_answer.ts";
import type { LiveCommit, LiveStart } from "../live/live_commit.ts";
import type { Applied } from "../../store/core/applied.ts";
import type { StoreQueries } from "../../store/port.ts";

/** The state to begin with, all of one commit. */
export function readLiveStart(queries: StoreQueries, sample: boolean): Promise<LiveStart> {
  return queries.snapshot(async (at) => {
    const [overview, ledger, latest] = await Promise.all([
      at.overview({ from: null, to: null }),
      at.ledger(0),
      at.latestViews(50),
    ]);
    const { read, accepted, duplicate, quarantined, excluded } = ledger;
    const last = overview.last_watch_date;
    return {
      seq: at.seq,
      ledger: { read, accepted, duplicate, quarantined, excluded },
      totals: totalsOf(overview),
      latest,
      minutes: last === null
        ? []
        : await at.viewsPerMinute({ lastMinutes: 60, untilMs: Date.parse(last) + 1 }),
      sample,
    };
  });
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
