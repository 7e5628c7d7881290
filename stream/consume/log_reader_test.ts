// Tests of reading the log for the store: poisoned records, gaps, and a log that ends too early.

import assert from "node:assert/strict";
import { DEFAULT_THRESHOLDS } from "../../domain/scoring.ts";
import { MemoryLog } from "../../tests/oracle/memory_log.ts";
import { LogOffsetError } from "../../log/errors.ts";
import type { LogConsumer } from "../../log/port.ts";
import { markOf } from "../../store/core/record_mark.ts";
import { CommittedPositions } from "./committed_positions.ts";
import type { Trial } from "./crash_record.ts";
import { startOf } from "./known_records.ts";
import { LogReader } from "./log_reader.ts";
import type { MissingOffsets } from "../../store/port.ts";

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
    ...{ consumer, thresholds, positions: at(0), poisoned: new Set([`${TOPIC}/0/1`]) },
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

/** A store that is at `next`; `mark`: of its last record. */
function at(next: number, mark?: number): CommittedPositions {
  const positions = new CommittedPositions();
  const last = mark === undefined ? null : { offset: next - 1, mark };
  if (next > 0) positions.set(TOPIC, 0, next, last);
  return positions;
}

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

Deno.test("LogReader goes on where the log begins when records are missing, and says which", async () => {
  const { consumer, sought } = outside(3), gaps: MissingOffsets[] = [];
  const onGap = (missing: MissingOffsets) => void gaps.push(missing);
  const reader = new LogReader({ consumer, thresholds, positions: at(3), onGap });
  const [batch] = await reader.poll(10, never);
  assert.deepEqual([sought, batch!.nextOffset], [[5], 6]);
  assert.deepEqual(gaps, [{ topic: TOPIC, partition: 0, from: 3, to: 5 }]);
});

Deno.test("LogReader misses nothing when only records that the store has are gone", async () => {
  const { consumer, sought } = outside(4), gaps: MissingOffsets[] = [];
  const onGap = (missing: MissingOffsets) => void gaps.push(missing);
  const reader = new LogReader({ consumer, thresholds, positions: at(5, 77), onGap });
  await reader.poll(10, never);
  assert.deepEqual([sought, gaps], [[5], []]);
});

Deno.test("LogReader refuses a log that ends before the store's position", async () => {
  const { consumer } = outside(10), positions = at(10);
  const poll = new LogReader({ consumer, thresholds, positions }).poll(10, never);
  await assert.rejects(poll, { name: "LogMismatchError", message: /ends at 9, before the 10/ });
});

Deno.test("LogReader begins at the store's last record, and refuses a log that has another there", async () => {
  const log = new MemoryLog({ nowMs: () => 1_000 });
  await log.createTopic(TOPIC, { partitions: 1 });
  const texts = ["a", "b", "c"];
  const value = (text: string) => new TextEncoder().encode(text);
  await log.append(TOPIC, texts.map((text) => ({ key: "k", value: value(text) })));
  const last = markOf(log.records(TOPIC, 0)[1]!);
  const open = (positions: CommittedPositions) => {
    const positionOf = (topic: string, partition: number) => startOf(positions, topic, partition);
    const consumer = log.consumer({ name: null, topics: [TOPIC], positionOf });
    return new LogReader({ consumer, thresholds, positions });
  };
  const [batch] = await open(at(2, last.mark)).poll(10, never);
  assert.deepEqual([batch!.firstOffset, batch!.records, batch!.nextOffset], [2, 1, 3]);
  await assert.rejects(open(at(2, last.mark + 1)).poll(10, never), {
    name: "LogMismatchError",
    message: /another record at offset 1.*doctor --accept-log/,
  });
});
