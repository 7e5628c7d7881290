// Messages of a log whose offsets hold no record each and whose times fall, as Kafka's may.

import assert from "node:assert/strict";
import type { LogAdmin, LogBatch, LogConsumer, LogRecord } from "../../log/port.ts";
import type { MessageStart } from "../ports.ts";
import { readMessages } from "./read_messages.ts";

const utf8 = new TextEncoder();

interface Held {
  readonly offset: number;
  readonly timeMs: number;
}

/** A partition that holds these records; `isSearched` where the log itself finds the offset of a time. */
function logOf(
  held: readonly Held[],
  { end, stable, isSearched = false, value = "" }: {
    end: number;
    stable?: number;
    isSearched?: boolean;
    value?: string;
  },
) {
  let polled = 0;
  const range = {
    ...{ partition: 0, firstOffset: 0, endOffset: end },
    ...stable !== undefined && { stableOffset: stable },
  };
  const offsetOfTime = (_place: unknown, timeMs: number) =>
    Promise.resolve(held.find((one) => one.timeMs >= timeMs)?.offset ?? null);
  const admin = {
    topics: () => Promise.resolve([{ topic: "t" }]),
    offsets: () => Promise.resolve([range]),
    ...isSearched && { offsetOfTime },
  } as unknown as LogAdmin;
  const open = ({ offset }: { readonly offset: number }): Promise<LogConsumer> => {
    let next = offset;
    return Promise.resolve({
      poll: (maxRecords: number, signal: AbortSignal): Promise<readonly LogBatch[]> => {
        signal.throwIfAborted();
        if (next >= (stable ?? end)) return new Promise(() => {}); // nothing ever comes
        const found = held.filter((one) => one.offset >= next).slice(0, maxRecords);
        const records = found.map(({ offset, timeMs }): LogRecord => ({
          ...{ offset, key: "", headers: {}, ingestTimeMs: timeMs },
          value: utf8.encode(`${offset}${value}`),
        }));
        polled += records.length;
        next = found.length === maxRecords ? found.at(-1)!.offset + 1 : end;
        const place = { topic: "t", partition: 0, nextOffset: next, endOffset: end };
        return Promise.resolve([{ ...place, records }]);
      },
      seek: () => {},
      close: () => Promise.resolve(),
    });
  };
  return {
    polled: () => polled,
    bytes: async (limit: number) => {
      const start = { kind: "oldest" } as const;
      return JSON.stringify(
        await readMessages({ admin, open }, "t", { partition: null, start, limit }),
      )
        .length;
    },
    values: async (start: MessageStart, limit: number) => {
      const list = await readMessages({ admin, open }, "t", { partition: null, start, limit });
      return list!.messages.map(({ value }) => Number(value));
    },
  };
}

const record = (offset: number, timeMs = 1_000 + offset): Held => ({ offset, timeMs });
const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

Deno.test("readMessages() goes further back for the newest where offsets hold no record", async () => {
  const log = logOf(numbers(0, 300).map((offset) => record(offset)), { end: 901 });
  assert.deepEqual(await log.values({ kind: "newest" }, 50), numbers(250, 300));
  assert.deepEqual(await log.values({ kind: "newest" }, 500), numbers(0, 300));
  // Compacted: of each key the last is left.
  const sparse = logOf(numbers(0, 40).map((n) => record(n * 25)), { end: 1_000 });
  const newest = numbers(30, 40).map((n) => n * 25);
  assert.deepEqual(await sparse.values({ kind: "newest" }, 10), newest);
});

Deno.test("readMessages() reads no more than it needs where each offset holds a record", async () => {
  const log = logOf(numbers(0, 10_000).map((offset) => record(offset)), { end: 10_000 });
  assert.deepEqual(await log.values({ kind: "newest" }, 3), [9_997, 9_998, 9_999]);
  assert.equal(log.polled(), 3);
});

Deno.test("readMessages() does not wait for what an open transaction holds", async () => {
  const log = logOf(numbers(0, 20).map((offset) => record(offset)), { end: 80, stable: 20 });
  assert.deepEqual(await log.values({ kind: "newest" }, 5), numbers(15, 20));
  assert.deepEqual(await log.values({ kind: "oldest" }, 30), numbers(0, 20));
  assert.deepEqual(await log.values({ kind: "offset", offset: 50 }, 30), []);
});

Deno.test("readMessages() gives all of a time or later, also where producers' times fall", async () => {
  const times = [500, 900, 100, 700, 300, 950];
  const held = times.map((timeMs, offset) => record(offset, timeMs));
  const log = logOf(held, { end: 6, isSearched: true });
  assert.deepEqual(await log.values({ kind: "time", timeMs: 700 }, 10), [3, 1, 5]);
  assert.deepEqual(await log.values({ kind: "time", timeMs: 951 }, 10), []);
  const sorted = logOf(numbers(0, 100).map((offset) => record(offset)), { end: 100 });
  assert.deepEqual(await sorted.values({ kind: "time", timeMs: 1_090 }, 3), [90, 91, 92]);
});

Deno.test("readMessages() cuts values so that a page of any records is bounded in bytes", async () => {
  const held = numbers(0, 500).map((offset) => record(offset));
  const log = logOf(held, { end: 500, value: "x".repeat(100_000) });
  assert.ok(await log.bytes(500) < 5 << 20);
  assert.ok(await log.bytes(2) > 128 << 10); // few are shown at length
});
