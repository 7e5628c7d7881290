// Tests of reading the log for the store: poisoned records, gaps, and a log that ends too early.

import assert from "node:assert/strict";
import { DEFAULT_THRESHOLDS } from "../../domain/scoring.ts";
import { MemoryLog } from "../../tests/oracle/memory_log.ts";
import { LogOffsetError } from "../errors.ts";
import type { LogConsumer } from "../log.ts";
import type { Trial } from "./crash_record.ts";
import { LogReader } from "./log_reader.ts";

const TOPIC = "watch.events", thresholds = DEFAULT_THRESHOLDS;
const never = new AbortController().signal;

Deno.test("LogReader puts poisoned records into brackets, which no rule lets pass", async () => {
  const log = new MemoryLog();
  await log.createTopic(TOPIC, { partitions: 1 });
  const row =
    `{"user_id":"ann","show_name":"Dark","watch_duration_minutes":30,"watch_date":"2026-01-01"}`;
  const values = [row, row, "c"].map((text) => ({
    key: "k",
    value: new TextEncoder().encode(text),
  }));
  await log.append(TOPIC, values);
  const consumer = log.consumer({ name: null, topics: [TOPIC], positionOf: () => null });
  const trials: Trial[] = [];
  const reader = new LogReader({
    ...{ consumer, thresholds, poisoned: new Set([`${TOPIC}/0/1`]) },
    onReading: (trial) => trials.push(trial),
  });
  const [batch] = await reader.poll(10, never);
  assert.deepEqual([batch!.records, batch!.firstOffset, batch!.nextOffset], [3, 0, 3]);
  assert.deepEqual([...batch!.views.offsets.subarray(0, batch!.views.length)], [0]);
  const raws = batch!.others.map((record) => record.kind === "bad" && record.row.raw);
  assert.deepEqual(raws, [`[${row}]`, "c"]);
  assert.deepEqual(trials, [{ place: `${TOPIC}/0/0`, records: 3 }]);
  await reader.close();
});

/** A consumer whose first poll fails, and whose second finds a record. */
function outside(offset: number) {
  const sought: number[] = [];
  let polls = 0;
  const consumer: LogConsumer = {
    poll() {
      const place = { topic: TOPIC, partition: 0 };
      if (++polls === 1) {
        const range = { firstOffset: 5, endOffset: 9 };
        return Promise.reject(new LogOffsetError({ ...place, offset }, range));
      }
      return Promise.resolve([{ ...place, records: [], nextOffset: 6, endOffset: 9 }]);
    },
    seek: (_topic, _partition, offset) => void sought.push(offset),
    close: () => Promise.resolve(),
  };
  return { consumer, sought };
}

Deno.test("LogReader goes on where the log begins when records were let go, and says so", async () => {
  const { consumer, sought } = outside(3), gaps: number[] = [];
  const onGap = ({ offset }: LogOffsetError) => void gaps.push(offset);
  const [batch] = await new LogReader({ consumer, thresholds, onGap }).poll(10, never);
  assert.deepEqual([sought, gaps, batch!.nextOffset], [[5], [3], 6]);
});

Deno.test("LogReader refuses a log that ends before the store's position", async () => {
  const { consumer } = outside(10);
  await assert.rejects(new LogReader({ consumer, thresholds }).poll(10, never), LogOffsetError);
});
