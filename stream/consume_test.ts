// Tests of the consumer's loop: what it applies, what it waits out, what it leaves to others.

import assert from "node:assert/strict";
import { MemoryLog } from "../tests/oracle/memory_log.ts";
import { consume, type ConsumeOptions } from "./consume.ts";
import { LogOffsetError } from "./errors.ts";
import type { LogBatch, LogConsumer } from "./log.ts";

const TOPIC = "watch.events";
const bytes = (text: string) => new TextEncoder().encode(text);

/** Consumes `values` with a store that keeps texts, until it has as many. */
async function consumeAll(
  values: readonly string[],
  options: Partial<ConsumeOptions<number>> & { apply?: (texts: string[]) => void } = {},
) {
  const log = new MemoryLog();
  await log.createTopic(TOPIC, { partitions: 1 });
  for (const value of values) await log.append(TOPIC, [{ key: "k", value: bytes(value) }]);
  const consumer = log.consumer({ name: null, topics: [TOPIC], positionOf: () => null });
  const stop = new AbortController(), kept: string[] = [], sizes: number[] = [];
  await consume<number>({
    consumer,
    signal: stop.signal,
    store: {
      apply(batches) {
        const texts = textsOf(batches);
        options.apply?.(texts);
        kept.push(...texts);
        return texts.length;
      },
    },
    onApplied: (count) => {
      sizes.push(count);
      if (kept.length >= values.length) stop.abort();
    },
    ...options,
  });
  await consumer.close();
  return { kept, sizes };
}

function textsOf(batches: readonly LogBatch[]): string[] {
  return batches.flatMap(({ records }) =>
    records.map(({ value }) => new TextDecoder().decode(value))
  );
}

Deno.test("consume() applies every record once, in order, and doubles what it takes at once", async () => {
  const values = Array.from({ length: 40 }, (_, index) => `${index}`);
  const { kept, sizes } = await consumeAll(values, { firstRecords: 1 });
  assert.deepEqual(kept, values);
  assert.deepEqual(sizes, [1, 2, 4, 8, 16, 9]);
});

Deno.test("consume() waits a full disk out with the same records, and says so", async () => {
  let failures = 2;
  const waits: (string | null)[] = [];
  const { kept } = await consumeAll(["a", "b"], {
    apply() {
      if (failures-- > 0) {
        throw Object.assign(new Error("database or disk is full"), { errcode: 13 });
      }
    },
    onWaiting: (reason) => void waits.push(reason),
  });
  assert.deepEqual(kept, ["a", "b"]);
  assert.deepEqual(waits, ["database or disk is full", "database or disk is full", null]);
});

Deno.test("consume() does not wait out a defect, which is thrown as it is", async () => {
  const defect = new TypeError("x is undefined");
  const failing = consumeAll(["a"], {
    apply() {
      throw defect;
    },
  });
  await assert.rejects(failing, (error) => error === defect);
});

Deno.test("consume() ends while it waits for records or for the disk", async () => {
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 5);
  await consumeAll([], { signal: stop.signal });
  const again = new AbortController();
  const { kept } = await consumeAll(["a"], {
    signal: again.signal,
    apply() {
      again.abort();
      throw Object.assign(new Error("busy"), { errcode: 5 });
    },
  });
  assert.deepEqual(kept, []);
});

Deno.test("consume() puts poisoned records into brackets, which no rule lets pass", async () => {
  const { kept } = await consumeAll(["a", '{"user_id":1}', "c"], {
    poisoned: new Set([`${TOPIC}/0/1`]),
  });
  assert.deepEqual(kept, ["a", '[{"user_id":1}]', "c"]);
});

/** A consumer whose first poll fails. */
function outside(offset: number) {
  const sought: number[] = [], stop = new AbortController();
  let polls = 0;
  const consumer: LogConsumer = {
    poll() {
      if (++polls > 1) {
        stop.abort();
        return Promise.reject(stop.signal.reason);
      }
      const place = { topic: TOPIC, partition: 0, offset };
      return Promise.reject(new LogOffsetError(place, { firstOffset: 5, endOffset: 9 }));
    },
    seek: (_topic, _partition, offset) => void sought.push(offset),
    close: () => Promise.resolve(),
  };
  return { consumer, sought, signal: stop.signal };
}

Deno.test("consume() goes on where the log begins when records were let go, and says so", async () => {
  const { consumer, sought, signal } = outside(3), gaps: number[] = [];
  const store = { apply: () => 0 };
  await consume({
    ...{ consumer, signal, store },
    onApplied: () => {},
    onGap: ({ offset }) => void gaps.push(offset),
  });
  assert.deepEqual([sought, gaps], [[5], [3]]);
});

Deno.test("consume() refuses a log that ends before the store's position", async () => {
  const { consumer, signal } = outside(10);
  const options = { consumer, signal, store: { apply: () => 0 }, onApplied: () => {} };
  await assert.rejects(consume(options), LogOffsetError);
});
