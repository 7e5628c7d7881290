// Live clients of a running service while views come in at a steady pace.

import type { StartedService } from "../../tests/start_service.ts";
import type { LiveLoad } from "./live_clients.ts";
import { LiveClients } from "./live_clients_process.ts";
import { processUsage } from "./process_usage.ts";

/** Between two requests that send views. */
const SEND_EVERY_MS = 10;
const SETTLE_MS = 3_000;

/** How many listen, and how much is sent. */
export interface LivePace {
  readonly clients: number;
  readonly viewsPerSecond: number;
  readonly seconds: number;
}

/** What the clients heard and what it took. */
export interface LiveMeasure extends LiveLoad {
  /** Of the service's process, in cores. */
  readonly cores: number;
  /** Once all listened for a while, and at the end. */
  readonly residentBytes: readonly [number, number];
}

/** Listens and sends. @throws {Error} the clients fail */
export async function measureLive(service: StartedService, pace: LivePace): Promise<LiveMeasure> {
  const { clients, seconds, viewsPerSecond } = pace;
  const live = await LiveClients.start(service, { clients, seconds });
  const stop = new AbortController();
  const sending = sendViews(service.url, viewsPerSecond, stop.signal);
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  const before = await processUsage(service.pid), startMs = performance.now();
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000 - SETTLE_MS - 1_000));
  const after = await processUsage(service.pid), elapsedMs = performance.now() - startMs;
  const heard = await live.ended;
  stop.abort();
  await sending;
  return {
    ...heard,
    cores: (after.cpuSeconds - before.cpuSeconds) / (elapsedMs / 1000),
    residentBytes: [before.residentBytes, after.residentBytes],
  };
}

/** Sends views whose user tells when they were sent; `onSent` gets how long each request took. */
export async function sendViews(
  url: string,
  perSecond: number,
  signal: AbortSignal,
  onSent: (views: number, tookMs: number) => void = () => {},
): Promise<void> {
  const startMs = performance.now();
  for (let sent = 0; !signal.aborted;) {
    const due = Math.floor((performance.now() - startMs) / 1000 * perSecond);
    if (due > sent) {
      const at = Math.round((performance.timeOrigin + performance.now()) * 1000);
      const rows = Array.from({ length: due - sent }, (_, row) => ({
        ...{ user_id: `at${at}`, show_name: `Live ${row % 5}`, watch_duration_minutes: 5 + row },
        watch_date: new Date().toISOString(),
      }));
      const askedMs = performance.now();
      const answer = await fetch(`${url}api/events`, {
        method: "POST",
        body: JSON.stringify(rows),
      });
      await answer.body?.cancel();
      if (answer.status !== 202) throw new Error(`views must be taken: ${answer.status}`);
      onSent(due - sent, performance.now() - askedMs);
      sent = due;
    }
    await new Promise((resolve) => setTimeout(resolve, SEND_EVERY_MS));
  }
}
