// The embedded log on a real disk: topics, appends, retention.

import assert from "node:assert/strict";
import { never, record, TOPIC, withConsumer, withLog } from "./embedded_log_fixture.ts";
import { EmbeddedLog } from "./embedded_log.ts";

Deno.test("EmbeddedLog.append() acknowledges with the place of the records in each partition", async () => {
  await withLog(async (log) => {
    await log.createTopic(TOPIC, { partitions: 4 });
    const keys = ["foobar", "21", "foobar"]; // on partitions 2 and 0
    const first = await log.append(TOPIC, keys.map((key) => record(key)));
    assert.deepEqual(first, [
      { partition: 0, baseOffset: 0, records: 1 },
      { partition: 2, baseOffset: 0, records: 2 },
    ]);
    assert.deepEqual(await log.append(TOPIC, [record("foobar")]), [
      { partition: 2, baseOffset: 2, records: 1 },
    ]);
    assert.deepEqual(await log.append(TOPIC, []), []);
    assert.deepEqual((await log.offsets(TOPIC)).map(({ endOffset }) => endOffset), [1, 0, 3, 0]);
  });
});

Deno.test("EmbeddedLog.append() takes all of an append or, when a record is too large, nothing", async () => {
  await withLog(async (log) => {
    await log.createTopic(TOPIC, { partitions: 1 });
    const whole = log.append(TOPIC, [record("a")]);
    const refused = log.append(TOPIC, [record("b"), record("c".repeat(70_000)), record("d")]);
    const after = log.append(TOPIC, [record("e")]);
    await assert.rejects(refused, RangeError);
    assert.equal((await whole)[0]!.baseOffset, 0);
    assert.equal((await after)[0]!.baseOffset, 1);
  });
});

Deno.test("EmbeddedLog.append() refuses more than may wait in memory, and says it may be tried again", async () => {
  await withLog(async (log) => {
    await log.createTopic(TOPIC, { partitions: 1 });
    const first = log.append(TOPIC, [record("a", "x".repeat(500))]);
    const refused = log.append(TOPIC, [record("b")]);
    await assert.rejects(refused, { name: "LogWriteError", retriable: true });
    await first;
    await log.append(TOPIC, [record("b")]);
  }, { maxQueuedBytes: 400 });
});

Deno.test("EmbeddedLog.createTopic() keeps a topic's partitions", async () => {
  await withLog(async (log) => {
    await log.createTopic("b", { partitions: 2 });
    await log.createTopic("a", { partitions: 1 });
    await log.createTopic("b", { partitions: 2 });
    await assert.rejects(log.createTopic("b", { partitions: 3 }), {
      name: "LogTopicError",
      message: "b must keep its 2 partitions (got 3)",
    });
    await assert.rejects(log.createTopic("../b", { partitions: 3 }), RangeError);
    await assert.rejects(log.createTopic("c", { partitions: 0 }), RangeError);
    await assert.rejects(log.append("c", [record("a")]), { name: "LogTopicError" });
    assert.deepEqual(await log.topics(), [
      { topic: "a", partitions: 1, retention: {}, sizeBytes: 0 },
      { topic: "b", partitions: 2, retention: {}, sizeBytes: 0 },
    ]);
  });
});

Deno.test("EmbeddedLog.createTopic() makes one topic of several calls at once", async () => {
  await withLog(async (log) => {
    const made = () => log.createTopic(TOPIC, { partitions: 1 });
    await Promise.all([made(), made(), made()]);
    const appended = await Promise.all([1, 2, 3].map(() => log.append(TOPIC, [record("a")])));
    assert.deepEqual(appended.map(([range]) => range!.baseOffset), [0, 1, 2]);
  });
});

Deno.test("EmbeddedLog.retain() removes what is old and covered, and nothing else", async () => {
  let nowMs = 1_000;
  await withLog(async (log, root) => {
    await log.createTopic(TOPIC, { partitions: 1 });
    const covered = (nextOffset: number) => [{ topic: TOPIC, partition: 0, nextOffset }];
    for (let i = 0; i < 500; i++) await log.append(TOPIC, [record("a"), record("b")]);
    nowMs += 1_000;
    await log.append(TOPIC, [record("c")]);
    const sizeBytes = (await log.topics())[0]!.sizeBytes!;
    assert.equal(await log.retain(covered(1_001), 1_000), 0); // nothing is older
    assert.equal(await log.retain(covered(801), 500), 400); // a commit goes as a whole
    assert.deepEqual(await log.offsets(TOPIC), [
      { partition: 0, firstOffset: 800, endOffset: 1_001 },
    ]);
    assert.equal(await log.retain(covered(9_999), 500), 100); // the last is too young
    assert.ok((await log.topics())[0]!.sizeBytes! < sizeBytes / 100);
    await withConsumer(root, { positionOf: () => 999 }, async (consumer) => {
      await assert.rejects(consumer.poll(1, never), { name: "LogOffsetError" });
    });
    await withConsumer(root, {}, async (consumer) => {
      assert.equal((await consumer.poll(9, never))[0]!.records[0]!.offset, 1_000);
      const waiting = consumer.poll(1, never);
      nowMs += 10_000;
      assert.equal(await log.retain(covered(1_001), 500), 1);
      await log.append(TOPIC, [record("d")]);
      assert.equal((await waiting)[0]!.records[0]!.offset, 1_001);
    });
  }, { nowMs: () => nowMs });
});

Deno.test("EmbeddedLog.close() waits for appends under way, then refuses more", async () => {
  await withLog(async (log, root) => {
    await log.createTopic(TOPIC, { partitions: 1 });
    const under = log.append(TOPIC, [record("a")]);
    await log.close();
    assert.equal((await under)[0]!.baseOffset, 0);
    await assert.rejects(log.append(TOPIC, [record("b")]), /is closed/);
    await assert.rejects(log.createTopic("late", { partitions: 1 }), /is closed/);
    const again = await EmbeddedLog.open(root);
    assert.equal((await again.offsets(TOPIC))[0]!.endOffset, 1);
    await again.close();
  });
});
