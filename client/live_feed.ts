// A live stream as signals: connects, goes on where it was when the connection was lost, tells its state.

import { batch, signal } from "@preact/signals";
import type { ViewAnswer } from "../domain/answers.ts";
import type {
  LiveDelta,
  LiveMessage,
  LiveNotice,
  LiveSnapshot,
  LiveState,
  LiveTotals,
} from "../domain/live_message.ts";
import { lastHour, MAX_VIEWS, newestOf } from "./recent_views.ts";

/** `stale`: connected, but nothing was heard for too long. */
export type LiveStatus = "connecting" | "live" | "stale" | "offline";

/** What is used of a WebSocket. */
export type FeedSocket = Pick<WebSocket, "onmessage" | "onclose" | "close">;

/** A busy service is told of at least this often; a quiet one makes the page say that it is quiet. */
const STALE_MS = 45_000;
/** The page changes at once, and then at most twice a second, however many messages come. */
const CALM_MS = 500;
/** More new views at once are too many to be read as they come. */
const READABLE_VIEWS = 6;
/** How long a page says what a reconnect brought. */
const TELL_RESUMED_MS = 60_000;

/** One stream. Until `connect()` nothing happens. */
export class LiveFeed {
  readonly status = signal<LiveStatus>("connecting");
  /** The newest state; null before the first message. */
  readonly state = signal<LiveState | null>(null);
  /** The newest views, newest first. */
  readonly views = signal<readonly ViewAnswer[]>([]);
  /** Whether views come faster than they can be read. */
  readonly isFast = signal(false);
  /** Views accepted since the page was opened. */
  readonly accepted = signal(0);
  /** Qualified views by minute of event time (ms), the last hour of them. */
  readonly minutes = signal<ReadonlyMap<number, number>>(new Map());
  readonly isSample = signal(false);
  /** What a reconnect brought, in words; null when there was none lately. */
  readonly resumed = signal<string | null>(null);
  /** What the service last told of itself. */
  readonly notice = signal<string | null>(null);
  /** What is wrong with it for now, as far as this connection was told. */
  readonly troubles = signal<ReadonlyMap<LiveNotice["about"], string>>(new Map());

  readonly #open: (since: number | null) => FeedSocket;
  #socket: FeedSocket | null = null;
  #isWanted = false;
  #failures = 0;
  #heardMs = 0;
  #waiting: (LiveSnapshot | LiveDelta)[] = [];
  #calm: ReturnType<typeof setTimeout> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #watch: ReturnType<typeof setInterval> | undefined;
  #forget: ReturnType<typeof setTimeout> | undefined;
  /** While the missed part comes in: the totals before it, and the views that it brought so far. */
  #gap: { readonly before: LiveTotals; filledIn: number } | null = null;

  /** `open` begins a connection that goes on after message number `since`. */
  constructor(open: (since: number | null) => FeedSocket) {
    this.#open = open;
  }

  /** Connects, once; again and again when the connection is lost. */
  connect(): void {
    if (this.#isWanted) return;
    this.#isWanted = true;
    this.#begin();
    this.#watch = setInterval(() => {
      const isQuiet = Date.now() - this.#heardMs > STALE_MS;
      if (this.status.value === "live" && isQuiet) this.status.value = "stale";
    }, 5_000);
    globalThis.addEventListener?.("online", this.#again);
  }

  /** Ends it. */
  close(): void {
    this.#isWanted = false;
    globalThis.removeEventListener?.("online", this.#again);
    for (const timer of [this.#calm, this.#retry, this.#watch, this.#forget]) clearTimeout(timer);
    this.#calm = undefined;
    this.#socket?.close();
    this.#socket = null;
  }

  readonly #again = () => {
    if (this.#socket === null && this.#isWanted) this.#begin();
  };

  #begin(): void {
    clearTimeout(this.#retry);
    const before = this.state.value;
    this.#gap = before === null ? null : { before: before.totals, filledIn: 0 };
    const socket = this.#socket = this.#open(before?.seq ?? null);
    socket.onmessage = ({ data }) => this.#take(JSON.parse(data));
    socket.onclose = () => {
      if (this.#socket !== socket) return;
      this.#socket = null;
      this.troubles.value = new Map(); // the next connection tells what stands
      this.#apply(); // so that the next connection goes on behind all that was heard
      const isFirst = this.#failures === 0 && this.state.value === null;
      this.status.value = isFirst ? "connecting" : "offline";
      this.#retry = setTimeout(this.#again, retryDelayMs(this.#failures++, Math.random()));
    };
  }

  #take(message: LiveMessage): void {
    this.#heardMs = Date.now();
    this.#failures = 0;
    this.status.value = "live";
    if (message.kind === "notice") return this.#note(message);
    this.#waiting.push(message);
    if (this.#calm !== undefined) return;
    if (this.#gap === null) this.#apply(); // what was missed comes in many messages: told as one
    this.#calm = setTimeout(() => this.#settle(), CALM_MS);
  }

  #settle(): void {
    this.#calm = undefined;
    if (this.#waiting.length === 0) return;
    this.#apply();
    this.#calm = setTimeout(() => this.#settle(), CALM_MS);
  }

  #apply(): void {
    const messages = this.#waiting;
    this.#waiting = [];
    batch(() => {
      const newViews = messages.reduce(
        (sum, message) => sum + (message.kind === "delta" ? message.latest_views.length : 0),
        0,
      );
      this.isFast.value = newViews > READABLE_VIEWS;
      for (const message of messages) this.#hear(message);
      if (this.#gap !== null && messages.length > 0) this.#tellGap();
    });
  }

  /** At once: it is rare, and what stands is told right behind the first message. */
  #note({ level, about, text }: LiveNotice): void {
    this.notice.value = text;
    const troubles = new Map(this.troubles.value);
    if (level === "error") troubles.set(about, text);
    if (level === "info") troubles.delete(about);
    this.troubles.value = troubles;
  }

  #hear(message: LiveSnapshot | LiveDelta): void {
    switch (message.kind) {
      case "snapshot":
        return this.#start(message);
      case "delta":
        return this.#goOn(message);
      default:
        message satisfies never;
    }
  }

  #start(snapshot: LiveSnapshot): void {
    const before = this.state.value;
    if (before !== null && snapshot.seq >= before.seq) {
      const missed = snapshot.totals.accepted_views - before.totals.accepted_views;
      this.accepted.value += Math.max(0, missed);
      if (this.#gap !== null) this.#gap.filledIn += Math.max(0, missed);
    } else this.#gap = null; // another store: nothing of it is known here
    this.state.value = snapshot;
    this.isSample.value = snapshot.sample;
    this.views.value = newestOf(snapshot.latest_views, before === null ? [] : this.views.value);
    this.minutes.value = lastHour(
      snapshot.views_per_minute.map(({ start, qualified_views }) => [
        ...[Date.parse(start), qualified_views] as const,
      ]),
    );
  }

  #goOn(delta: LiveDelta): void {
    this.state.value = delta;
    this.accepted.value += delta.accepted_views;
    if (this.#gap !== null) this.#gap.filledIn += delta.accepted_views;
    if (delta.latest_views.length > 0) {
      this.views.value = [...delta.latest_views, ...this.views.value].slice(0, MAX_VIEWS);
    }
    if (delta.minutes.length === 0) return;
    const counts = new Map(this.minutes.value);
    for (const { start, qualified_views } of delta.minutes) {
      const at = Date.parse(start);
      counts.set(at, (counts.get(at) ?? 0) + qualified_views);
    }
    this.minutes.value = lastHour([...counts]);
  }

  /** Missed is what the totals grew by, filled in is what came for it: the same, or something is wrong. */
  #tellGap(): void {
    const { before, filledIn } = this.#gap!;
    this.#gap = null;
    const missed = Math.max(0, this.state.value!.totals.accepted_views - before.accepted_views);
    const text = missed === 0 ? "missed nothing" : `missed ${missed}, filled in ${filledIn}`;
    this.resumed.value = text;
    clearTimeout(this.#forget);
    this.#forget = setTimeout(() => this.resumed.value = null, TELL_RESUMED_MS);
  }
}

const FIRST_MS = 250, LONGEST_MS = 15_000;

/** Doubles with each failure; `chance` (0–1) spreads the tabs that lost the same service. */
function retryDelayMs(failures: number, chance: number): number {
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** failures);
  return longest * (0.5 + 0.5 * chance);
}
