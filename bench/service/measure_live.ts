// Live clients of a running service while views come in at a steady pace.

import type { StartedService } from "../../tests/start_service.ts";
import type { LiveLoad } from "./live_clients.ts";
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
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--no-lock", "--allow-net", `${import.meta.dirname}/live_clients.ts`],
      ...[service.url.replace("http:", "ws:") + "live", `${clients}`, `${seconds}`],
    ],
    ...{ stdout: "piped", stderr: "inherit" },
  }).spawn();
  const lines = child.stdout.pipeThrough(new TextDecoderStream());
  const reader = lines.getReader();
  await reader.read(); // `listening`
  const stop = new AbortController();
  const sending = sendViews(service.url, viewsPerSecond, stop.signal);
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  const before = await processUsage(service.pid), startMs = performance.now();
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000 - SETTLE_MS - 1_000));
  const after = await processUsage(service.pid), elapsedMs = performance.now() - startMs;
  let text = "";
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    text += chunk.value;
  }
  stop.abort();
  await sending;
  return {
    ...JSON.parse(text) as LiveLoad,
    cores: (after.cpuSeconds - before.cpuSeconds) / (elapsedMs / 1000),
    residentBytes: [before.residentBytes, after.residentBytes],
  };
}

/** Views whose user tells when they were sent. */
async function sendViews(url: string, perSecond: number, signal: AbortSignal): Promise<void> {
  const startMs = performance.now();
  for (let sent = 0; !signal.aborted;) {
    const due = Math.floor((performance.now() - startMs) / 1000 * perSecond);
    if (due > sent) {
      const at = Math.round((performance.timeOrigin + performance.now()) * 1000);
      const rows = Array.from({ length: due - sent }, (_, row) => ({
        ...{ user_id: `at${at}`, show_name: `Live ${row % 5}`, watch_duration_minutes: 5 + row },
        watch_date: new Date().toISOString(),
      }));
      sent = due;
      const answer = await fetch(`${url}api/events`, {
        method: "POST",
        body: JSON.stringify(rows),
      });
      await answer.body?.cancel();
    }
    await new Promise((resolve) => setTimeout(resolve, SEND_EVERY_MS));
  }
}
