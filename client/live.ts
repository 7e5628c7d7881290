// The tab's one connection to the live stream: everything that moves on a page reads its signals.

import { signal } from "@preact/signals";
import type { ViewAnswer } from "../domain/answers.ts";
import type { LiveDelta, LiveMessage, LiveSnapshot, LiveState } from "../domain/live_message.ts";
import { retryDelayMs } from "./retry_delay.ts";

/** `stale`: connected, but nothing was heard for too long. */
export type LiveStatus = "connecting" | "live" | "stale" | "offline";

/** Views kept for the feed; minutes of the moving window. */
const MAX_VIEWS = 200, MAX_MINUTES = 60;
const MINUTE_MS = 60_000;
/** The service tells at least this often that it is there. */
const STALE_MS = 45_000;

export const status = signal<LiveStatus>("connecting");
/** The newest state; null before the first message. */
export const state = signal<LiveState | null>(null);
/** The newest views, newest first. */
export const views = signal<readonly ViewAnswer[]>([]);
/** Views accepted since the page was opened. */
export const accepted = signal(0);
/** Qualified views by minute of event time (ms), the last hour of them. */
export const minutes = signal<ReadonlyMap<number, number>>(new Map());
export const isSample = signal(false);
/** What a reconnect brought, in words; null when there was none. */
export const resumed = signal<string | null>(null);
/** What the service last told of itself. */
export const notice = signal<string | null>(null);

let isStarted = false;
let failures = 0;
let heardMs = 0;

/** Connects, once in a tab; again and again when the connection is lost. */
export function connect(): void {
  if (isStarted) return;
  isStarted = true;
  open();
  setInterval(() => {
    if (status.value === "live" && Date.now() - heardMs > STALE_MS) status.value = "stale";
  }, 5_000);
}

function open(): void {
  const since = state.value?.seq;
  const address = new URL(since === undefined ? "/live" : `/live?since=${since}`, location.href);
  address.protocol = address.protocol.replace("http", "ws");
  const socket = new WebSocket(address);
  let isResuming = since !== undefined;
  socket.onmessage = ({ data }) => {
    heardMs = Date.now();
    failures = 0;
    status.value = "live";
    hear(JSON.parse(data), isResuming);
    isResuming = false;
  };
  socket.onclose = () => {
    status.value = failures === 0 && state.value === null ? "connecting" : "offline";
    setTimeout(open, retryDelayMs(failures++, Math.random()));
  };
}

function hear(message: LiveMessage, isResuming: boolean): void {
  switch (message.kind) {
    case "snapshot":
      return begin(message, isResuming);
    case "delta":
      return goOn(message, isResuming);
    case "notice":
      notice.value = message.text;
  }
}

function begin(snapshot: LiveSnapshot, isResuming: boolean): void {
  if (isResuming) {
    const missed = snapshot.totals.accepted_views - (state.value?.totals.accepted_views ?? 0);
    resumed.value = `missed ${Math.max(0, missed)}, started afresh`;
  }
  state.value = snapshot;
  isSample.value = snapshot.sample;
  views.value = snapshot.latest_views;
  minutes.value = lastHour(
    snapshot.views_per_minute.map((
      { start, qualified_views },
    ) => [Date.parse(start), qualified_views]),
  );
}

function goOn(delta: LiveDelta, isResuming: boolean): void {
  if (isResuming) {
    resumed.value = `missed ${delta.accepted_views}, filled in ${delta.latest_views.length}`;
  }
  state.value = delta;
  accepted.value += delta.accepted_views;
  if (delta.latest_views.length > 0) {
    views.value = [...delta.latest_views, ...views.value].slice(0, MAX_VIEWS);
  }
  if (delta.minutes.length === 0) return;
  const counts = new Map(minutes.value);
  for (const { start, qualified_views } of delta.minutes) {
    const at = Date.parse(start);
    counts.set(at, (counts.get(at) ?? 0) + qualified_views);
  }
  minutes.value = lastHour([...counts]);
}

function lastHour(counts: readonly (readonly [number, number])[]): ReadonlyMap<number, number> {
  const newest = Math.max(...counts.map(([at]) => at));
  return new Map(counts.filter(([at]) => at > newest - MAX_MINUTES * MINUTE_MS));
}
