// Single events at a steady rate: when each is acknowledged, and when a subscriber hears of its commit.

import type { OpenLog } from "../stream/open_log.ts";
import type { ConsumerHandle } from "../stream/start_consumer.ts";
import { EVENTS_TOPIC } from "../stream/topics.ts";

const EVENTS = 10_000, PER_SECOND = 1_000, WARM_UP = 1_000, USERS = 5_000;

/** Milliseconds from the append of each event. */
export interface Latencies {
  readonly acknowledgedMs: readonly number[];
  readonly committedMs: readonly number[];
}

/** Sends at the rate whatever comes back; the first second is left out. */
export async function measureLatencies(log: OpenLog, consumer: ConsumerHandle): Promise<Latencies> {
  const acknowledgedMs: number[] = [], committedMs: number[] = [];
  const waiting = new Map<number, { offset: number; sentMs: number }[]>();
  const done = Promise.withResolvers<void>();
  const settle = () => {
    for (const [partition, events] of waiting) {
      const next = consumer.positionOf(EVENTS_TOPIC, partition) ?? 0;
      // Acknowledgements of a partition come in the order of its offsets.
      const count = events.findIndex(({ offset }) => offset >= next);
      for (const { sentMs } of events.splice(0, count < 0 ? events.length : count)) {
        committedMs.push(performance.now() - sentMs);
      }
    }
    if (committedMs.length === EVENTS) done.resolve();
  };
  const end = consumer.onApplied(settle);
  await sendSteadily(async (n) => {
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
    acknowledgedMs: acknowledgedMs.slice(WARM_UP),
    committedMs: committedMs.slice(WARM_UP),
  };
}

async function sendSteadily(send: (n: number) => Promise<void>): Promise<void> {
  const startMs = performance.now(), sent: Promise<void>[] = [];
  while (sent.length < EVENTS) {
    const due = (performance.now() - startMs) / 1_000 * PER_SECOND;
    while (sent.length < Math.min(due, EVENTS)) sent.push(send(sent.length));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(sent);
}

function makeEvent(n: number): { key: string; value: Uint8Array } {
  const user_id = `live-${n * 7_919 % USERS}`;
  const event = {
    ...{ user_id, show_name: `Live ${n % 40}`, watch_duration_minutes: 5 + n % 60 },
    watch_date: new Date(Date.UTC(2026, 9, 31) + n * 977).toISOString(),
  };
  return { key: user_id, value: new TextEncoder().encode(JSON.stringify(event)) };
}
