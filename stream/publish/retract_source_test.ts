// Tests of removing a source from the log: every partition of both topics takes the word of it.

import assert from "node:assert/strict";
import { MemoryLog } from "../../tests/oracle/memory_log.ts";
import { createTopics, PIPELINE_TOPICS } from "../../log/topics.ts";
import { keysOfPartitions, retractSource } from "./retract_source.ts";

Deno.test("retractSource() reaches every partition of both topics", async () => {
  for (const partitions of [1, 3, 8]) {
    const log = new MemoryLog();
    await createTopics(log, partitions);
    await retractSource({ producer: log, admin: log }, "a.csv", "7");
    for (const topic of PIPELINE_TOPICS) {
      const ends = (await log.offsets(topic)).map(({ endOffset }) => endOffset);
      assert.deepEqual(ends, Array(partitions).fill(1));
    }
  }
});

Deno.test("retractSource() fails when a partition did not take it", async () => {
  const producer = { append: () => Promise.resolve([]) };
  const admin = {
    offsets: () => Promise.resolve([{ partition: 0, firstOffset: 0, endOffset: 0 }]),
  };
  await assert.rejects(retractSource({ producer, admin }, "a.csv", "7"), /only 0 did/);
});

Deno.test("keysOfPartitions() finds a key for each of many partitions", () => {
  assert.equal(new Set(keysOfPartitions(200)).size, 200);
});
