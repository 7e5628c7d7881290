// The state behind the live messages: commits are gathered until a delta takes them up.

import { formatInstant } from "../../domain/instant.ts";
import type { ViewAnswer } from "../../domain/answers.ts";
import { balances } from "../../domain/ledger.ts";
import type {
  LiveDelta,
  LiveSnapshot,
  LiveState as StateMessage,
} from "../../domain/live_message.ts";
import { ACTIVE_WITHIN_MS, MINUTE_MS } from "../../domain/time.ts";
import type { LiveCommit, LiveStart } from "./live_commit.ts";
import type { MinuteCount } from "../../store/port.ts";

const SHOWN = 60;
/** Minutes beyond those shown are kept while they are few: the newest view may go again. */
const KEPT = 24 * 60;

/** Counts by minute. */
class MinuteCounts {
  readonly #views: Map<number, number>;

  constructor(start: readonly MinuteCount[]) {
    this.#views = new Map(start.map(({ startMs, views }) => [startMs, views]));
  }

  add(startMs: number, views: number): void {
    const sum = (this.#views.get(startMs) ?? 0) + views;
    if (sum === 0) this.#views.delete(startMs);
    else this.#views.set(startMs, sum);
    if (this.#views.size > 2 * KEPT) this.#forget();
  }

  /** The last 60 minutes up to the newest that has a view, oldest first, none left out. */
  last(): readonly MinuteCount[] {
    const newest = this.#newest();
    if (newest === null) return [];
    return Array.from({ length: SHOWN }, (_, index) => {
      const startMs = newest - (SHOWN - 1 - index) * MINUTE_MS;
      return { startMs, views: this.#views.get(startMs) ?? 0 };
    });
  }

  #newest(): number | null {
    let newest = -Infinity;
    for (const startMs of this.#views.keys()) newest = Math.max(newest, startMs);
    return newest === -Infinity ? null : newest;
  }

  #forget(): void {
    const oldest = this.#newest()! - KEPT * MINUTE_MS;
    for (const startMs of this.#views.keys()) if (startMs < oldest) this.#views.delete(startMs);
  }
}

const SECONDS = 15 * 60;

/** Counts by second; seconds without a view are left out. */
class IngestSeconds {
  readonly #views = new Map<number, number>();

  add(ingestTimeMs: number, views: number): void {
    if (views === 0) return;
    const second = Math.floor(ingestTimeMs / 1000);
    this.#views.set(second, (this.#views.get(second) ?? 0) + views);
    this.#forget(second);
  }

  /** The seconds of the 15 minutes up to `nowMs`, oldest first. */
  last(nowMs: number): readonly MinuteCount[] {
    this.#forget(Math.floor(nowMs / 1000));
    return [...this.#views].sort(([a], [b]) => a - b)
      .map(([second, views]) => ({ startMs: second * 1000, views }));
  }

  #forget(newest: number): void {
    if (this.#views.size < SECONDS) return;
    for (const second of this.#views.keys()) {
      if (second <= newest - SECONDS) this.#views.delete(second);
    }
  }
}

/** Users by when they were last seen, longest ago first. */
class ActiveUsers {
  readonly #lastSeenMs = new Map<string, number>();

  /** `ingestTimeMs`: when the log took the view in. */
  seen(userId: string, ingestTimeMs: number): void {
    this.#lastSeenMs.delete(userId); // so that the map stays in the order of time
    this.#lastSeenMs.set(userId, ingestTimeMs);
  }

  /** Users seen within the 5 minutes before `nowMs`. */
  count(nowMs: number): number {
    for (const [userId, seenMs] of this.#lastSeenMs) {
      if (seenMs >= nowMs - ACTIVE_WITHIN_MS) break;
      this.#lastSeenMs.delete(userId);
    }
    return this.#lastSeenMs.size;
  }
}

/** Views that a message lists, and how long they may be together as JSON: names may be of any size. */
const LATEST = 50, LATEST_LENGTH = 64 << 10;
/** The same of the top shows. */
const TOP_LENGTH = 16 << 10;

/** What the state asks for when it makes a message. */
export interface LiveContext {
  readonly nowMs: () => number;
  /** Records in the log that are not applied yet. */
  readonly pending: () => number;
  readonly topShows: () => StateMessage["top_shows"];
}

/** Changes since the last delta. */
interface Gathered {
  latest: readonly ViewAnswer[];
  acceptedViews: number;
  readonly minutes: Map<number, number>;
}

/**
 * The snapshot is that of the last delta, not of commits that wait for the next one: so that whoever
 * begins with it misses nothing and counts nothing twice.
 */
export class LiveState {
  readonly #context: LiveContext;
  readonly #minutes: MinuteCounts;
  readonly #ingest = new IngestSeconds();
  readonly #active = new ActiveUsers();
  readonly #sample: boolean;
  #latest: readonly ViewAnswer[];
  /** As last told, and as of the newest commit. */
  #told: LiveStart | LiveCommit;
  #newest: LiveStart | LiveCommit;
  #gathered: Gathered = { latest: [], acceptedViews: 0, minutes: new Map() };

  constructor(start: LiveStart, context: LiveContext) {
    this.#context = context;
    this.#told = this.#newest = start;
    this.#latest = within(start.latest.slice(0, LATEST), LATEST_LENGTH);
    this.#minutes = new MinuteCounts(start.minutes);
    this.#sample = start.sample;
  }

  /** The commit that the last message told of. */
  get seq(): number {
    return this.#told.seq;
  }

  /** Whether there is something to tell. */
  get hasNews(): boolean {
    return this.#newest !== this.#told;
  }

  /** Takes a commit up; the next delta tells of it. */
  gather(commit: LiveCommit): void {
    if (commit.seq <= this.#newest.seq) return; // known from the start's own look at the store
    this.#newest = commit;
    const gathered = this.#gathered;
    gathered.acceptedViews += commit.acceptedViews;
    const latest = [...commit.latest, ...gathered.latest].slice(0, LATEST);
    gathered.latest = within(latest, LATEST_LENGTH);
    for (const { startMs, views } of commit.minutes) {
      gathered.minutes.set(startMs, (gathered.minutes.get(startMs) ?? 0) + views);
    }
    this.#ingest.add(commit.ingestTimeMs, commit.acceptedViews);
    for (const userId of commit.users) this.#active.seen(userId, commit.ingestTimeMs);
  }

  /** Everything since the message before. */
  takeDelta(): LiveDelta {
    const since = this.#told.seq;
    const { latest, acceptedViews, minutes } = this.#gathered;
    this.#gathered = { latest: [], acceptedViews: 0, minutes: new Map() };
    this.#told = this.#newest;
    this.#latest = within([...latest, ...this.#latest].slice(0, LATEST), LATEST_LENGTH);
    const changes = [...minutes].filter(([, views]) => views !== 0);
    for (const [startMs, views] of changes) this.#minutes.add(startMs, views);
    return {
      kind: "delta",
      since,
      ...this.#state(),
      latest_views: latest,
      accepted_views: acceptedViews,
      minutes: changes.map(([startMs, views]) => ({
        start: formatInstant(startMs),
        qualified_views: views,
      })),
    };
  }

  /** Everything as of the last delta. */
  snapshot(): LiveSnapshot {
    const nowMs = this.#context.nowMs();
    return {
      kind: "snapshot",
      ...this.#state(),
      latest_views: this.#latest,
      ingest_per_second: this.#ingest.last(nowMs)
        .map(({ startMs, views }) => ({ at: formatInstant(startMs), views })),
      views_per_minute: this.#minutes.last()
        .map(({ startMs, views }) => ({ start: formatInstant(startMs), qualified_views: views })),
      sample: this.#sample,
    };
  }

  #state(): StateMessage {
    const nowMs = this.#context.nowMs(), told = this.#told;
    const commit = "committedMs" in told ? told : null;
    return {
      seq: told.seq,
      sent_at: formatInstant(nowMs),
      ledger: {
        ...told.ledger,
        pending: this.#context.pending(),
        balanced: balances(told.ledger),
      },
      totals: told.totals,
      active_users: this.#active.count(nowMs),
      top_shows: within(this.#context.topShows(), TOP_LENGTH),
      commit_latency_ms: commit === null
        ? null
        : Math.max(0, commit.committedMs - commit.ingestTimeMs),
      last_ingest_at: commit === null ? null : formatInstant(commit.ingestTimeMs),
    };
  }
}

/** The first items that fit together; what has no room is counted by the figures beside the list. */
function within<Item>(items: readonly Item[], maxLength: number): readonly Item[] {
  let length = 0;
  return items.filter((item) => {
    const own = JSON.stringify(item).length;
    if (length + own > maxLength) return false;
    length += own;
    return true;
  });
}
