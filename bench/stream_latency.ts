// Single events at a steady rate: when each is acknowledged, and when a subscriber hears of its commit.

import type { OpenLog } from "../log/open_log.ts";
import type { ConsumerHandle } from "../stream/consume/consumer_status.ts";
import { EVENTS_TOPIC } from "../log/topics.ts";

const SECONDS = 10, WARM_UP_SECONDS = 1, USERS = 5_000;

/** Milliseconds from the append of each event. */
export interface Latencies {
  readonly acknowledgedMs: readonly number[];
  readonly committedMs: readonly number[];
}

/**
 * Sends at the rate whatever comes back; the first second is left out.
 *
 * @throws {LogWriteError} an append was not taken in time: the log does not keep up with the rate
 */
export async function measureLatencies(
  log: OpenLog,
  { consumer, perSecond }: { readonly consumer: ConsumerHandle; readonly perSecond: number },
): Promise<Latencies> {
  const events = SECONDS * perSecond, warmUp = WARM_UP_SECONDS * perSecond;
  const acknowledgedMs: number[] = [], committedMs: number[] = [];
  const waiting = new Map<number, { offset: number; sentMs: number }[]>();
  const done = Promise.withResolvers<void>();
  const settle = () => {
    for (const [partition, sent] of waiting) {
      const next = consumer.positionOf(EVENTS_TOPIC, partition) ?? 0;
      // Acknowledgements of a partition come in the order of its offsets.
      const count = sent.findIndex(({ offset }) => offset >= next);
      for (const { sentMs } of sent.splice(0, count < 0 ? sent.length : count)) {
        committedMs.push(performance.now() - sentMs);
      }
    }
    if (committedMs.length === events) done.resolve();
  };
  const end = consumer.onApplied(settle);
  await sendSteadily({ events, perSecond }, async (n) => {
    const sentMs = performance.now();
    const [range] = await log.producer.append(EVENTS_TOPIC, [makeEvent(n)]);
    acknowledgedMs.push(performance.now() - sentMs);
    const { partition, baseOffset: offset } = range!;
    if (!waiting.has(partition)) waiting.set(partition, []);
    waiting.get(partition)!.push({ offset, sentMs });
    settle(); // its commit may have been heard of before
  });
  await done.promise;
  end();
  return {
    acknowledgedMs: acknowledgedMs.slice(warmUp),
    committedMs: committedMs.slice(warmUp),
  };
}

async function sendSteadily(
  { events, perSecond }: { readonly events: number; readonly perSecond: number },
  send: (n: number) => Promise<void>,
): Promise<void> {
  const startMs = performance.now(), sent: Promise<void>[] = [], failures: unknown[] = [];
  while (sent.length < events && failures.length === 0) {
    const due = (performance.now() - startMs) / 1_000 * perSecond;
    while (sent.length < Math.min(due, events)) {
      sent.push(send(sent.length).catch((error) => void failures.push(error)));
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(sent);
  if (failures.length > 0) throw failures[0];
}

function makeEvent(n: number): { key: string; value: Uint8Array } {
  const user_id = `live-${n * 7_919 % USERS}`;
  const event = {
    ...{ user_id, show_name: `Live ${n % 40}`, watch_duration_minutes: 5 + n % 60 },
    watch_date: new Date(Date.UTC(2026, 9, 31) + n * 977).toISOString(),
  };
  return { key: user_id, value: new TextEncoder().encode(JSON.stringify(event)) };
}
