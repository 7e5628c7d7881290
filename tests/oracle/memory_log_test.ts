// The memory log where the embedded one cannot vouch for it: gaps, waiting, sharing a consumer's rules.

import assert from "node:assert/strict";
import { MemoryLog } from "./memory_log.ts";

const never = new AbortController().signal;
const record = (key: string) => ({ key, value: new TextEncoder().encode(key) });

Deno.test("MemoryLog leaves gaps between offsets, and a batch says where to go on", async () => {
  const log = new MemoryLog({ gap: 2 });
  await log.createTopic("t", { partitions: 1 });
  await log.append("t", ["a", "b", "c"].map(record));
  const consumer = log.consumer({ name: null, topics: ["t"], positionOf: () => null });
  const offsets = [];
  for (let polls = 0; polls < 2; polls++) {
    const [batch] = await consumer.poll(2, never);
    offsets.push([...batch!.records.map(({ offset }) => offset), batch!.nextOffset]);
  }
  assert.deepEqual(offsets, [[0, 3, 4], [6, 7]]);
  consumer.seek("t", 0, 4); // within a gap
  assert.equal((await consumer.poll(1, never))[0]!.records[0]!.offset, 6);
});

Deno.test("MemoryLog's consumer waits for records, and ends with the signal's reason", async () => {
  const log = new MemoryLog();
  await log.createTopic("t", { partitions: 2 });
  const consumer = log.consumer({ name: null, topics: ["t"], positionOf: () => null });
  const waiting = consumer.poll(1, never);
  await log.append("t", [record("a")]);
  assert.equal((await waiting)[0]!.records[0]!.key, "a");
  const stop = new AbortController();
  const stopped = consumer.poll(1, stop.signal);
  stop.abort(new Error("enough"));
  await assert.rejects(stopped, { message: "enough" });
});
