// The embedded log on a real disk: topics, appends, consumers, retention.

import assert from "node:assert/strict";
import { join } from "node:path";
import type { ConsumerOptions, LogBatch, LogConsumer, NewRecord } from "../log.ts";
import { openEmbeddedConsumer } from "./embedded_consumer.ts";
import { EmbeddedLog, type EmbeddedLogOptions } from "./embedded_log.ts";

const TOPIC = "watch.events";
const never = new AbortController().signal;

function record(key: string, text = key): NewRecord {
  return { key, value: new TextEncoder().encode(text) };
}

async function withLog(
  test: (log: EmbeddedLog, root: string) => Promise<void>,
  options: EmbeddedLogOptions = {},
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "playhead-log-" });
  const root = join(folder, "data", "log");
  const log = await EmbeddedLog.open(root, options);
  try {
    await test(log, root);
  } finally {
    await log.close();
    await Deno.remove(folder, { recursive: true });
  }
}

async function withConsumer(
  root: string,
  options: Partial<ConsumerOptions>,
  test: (consumer: LogConsumer) => Promise<void>,
): Promise<void> {
  const rest = { name: null, topics: [TOPIC], positionOf: () => null };
  const consumer = await openEmbeddedConsumer(root, { ...rest, ...options });
  try {
    await test(consumer);
  } finally {
    await consumer.close();
  }
}

function texts(batches: readonly LogBatch[]): string[] {
  const decoder = new TextDecoder();
  return batches.flatMap(({ records }) => records.map(({ value }) => decoder.decode(value)));
}

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

Deno.test("EmbeddedLog.createTopic() keeps a topic's partitions and takes its new retention", async () => {
  await withLog(async (log) => {
    await log.createTopic("b", { partitions: 2 });
    await log.createTopic("a", { partitions: 1, retention: { ageMs: 5 } });
    await log.createTopic("b", { partitions: 2, retention: { sizeBytes: 1_000 } });
    await assert.rejects(log.createTopic("b", { partitions: 3 }), {
      name: "LogTopicError",
      message: "Cannot make topic b as it must keep its 2 partitions: current value is 3",
    });
    await assert.rejects(log.createTopic("../b", { partitions: 3 }), RangeError);
    await assert.rejects(log.createTopic("c", { partitions: 0 }), RangeError);
    await assert.rejects(log.append("c", [record("a")]), { name: "LogTopicError" });
    const topics = (await log.topics()).map(({ sizeBytes: _, ...rest }) => rest);
    assert.deepEqual(topics, [
      { topic: "a", partitions: 1, retention: { ageMs: 5 } },
      { topic: "b", partitions: 2, retention: { sizeBytes: 1_000 } },
    ]);
  });
});

Deno.test("LogConsumer.poll() waits for records, and ends with the signal's reason", async () => {
  await withLog(async (log, root) => {
    await log.createTopic(TOPIC, { partitions: 2 });
    await withConsumer(root, {}, async (consumer) => {
      const waiting = consumer.poll(10, never);
      await log.append(TOPIC, [record("a")]);
      assert.deepEqual(texts(await waiting), ["a"]);
      const stop = new AbortController();
      const stopped = consumer.poll(10, stop.signal);
      stop.abort(new Error("enough"));
      await assert.rejects(stopped, { message: "enough" });
      await log.append(TOPIC, [record("b")]);
      assert.deepEqual(texts(await consumer.poll(10, never)), ["b"]); // nothing was lost by it
    });
  });
});

Deno.test("LogConsumer.poll() reads several topics in turn, and only the partitions wanted", async () => {
  await withLog(async (log, root) => {
    for (const topic of [TOPIC, "other"]) {
      await log.createTopic(topic, { partitions: 4 });
      await log.append(topic, [record("foobar", `${topic} 2`), record("21", `${topic} 0`)]);
    }
    const options = { topics: [TOPIC, "other"], partitions: [2] };
    await withConsumer(root, options, async (consumer) => {
      const found = [...await consumer.poll(1, never), ...await consumer.poll(1, never)];
      assert.deepEqual(texts(found), [`${TOPIC} 2`, "other 2"]);
      assert.throws(() => consumer.seek(TOPIC, 0, 0), RangeError);
      assert.throws(() => consumer.seek("none", 0, 0), { name: "LogTopicError" });
    });
  });
});

Deno.test("LogConsumer.poll() says when a position is outside of the log, and goes on after a seek", async () => {
  await withLog(async (log, root) => {
    await log.createTopic(TOPIC, { partitions: 1 });
    await log.append(TOPIC, [record("a"), record("b")]);
    await withConsumer(root, { positionOf: () => 3 }, async (consumer) => {
      const range = { name: "LogOffsetError", firstOffset: 0, endOffset: 2, offset: 3 };
      for (let tries = 0; tries < 2; tries++) await assert.rejects(consumer.poll(1, never), range);
      consumer.seek(TOPIC, 0, 1);
      assert.deepEqual(texts(await consumer.poll(1, never)), ["b"]);
    });
    const missing = openEmbeddedConsumer(root, {
      ...{ name: null, topics: ["none"], positionOf: () => null },
    });
    await assert.rejects(missing, { name: "LogTopicError" });
  });
});

Deno.test("EmbeddedLog.retain() waits for a named consumer, until it has read or is forgotten", async () => {
  await withLog(async (log, root) => {
    await log.createTopic(TOPIC, { partitions: 1, retention: { sizeBytes: 800 } });
    await withConsumer(root, { name: "store" }, () => Promise.resolve());
    for (let i = 0; i < 20; i++) await log.append(TOPIC, [record("a", "x".repeat(100))]);
    assert.equal(await log.retain(), 0);
    await withConsumer(root, { name: "store", positionOf: () => 10 }, () => Promise.resolve());
    assert.ok(await log.retain() > 0);
    const { firstOffset } = (await log.offsets(TOPIC))[0]!;
    assert.ok(firstOffset > 0 && firstOffset <= 10, String(firstOffset));
    await log.forgetConsumer("store");
    assert.ok(await log.retain() > 0);
    const topics = await log.topics();
    assert.ok(topics[0]!.sizeBytes! <= 800);
    await withConsumer(root, { positionOf: () => firstOffset }, async (consumer) => {
      await assert.rejects(consumer.poll(1, never), { name: "LogOffsetError" });
    });
  });
});

Deno.test("EmbeddedLog.retain() lets a topic that nobody writes to any more become empty", async () => {
  let nowMs = 1_000;
  await withLog(async (log, root) => {
    await log.createTopic(TOPIC, { partitions: 1, retention: { ageMs: 100 } });
    await log.append(TOPIC, [record("a"), record("b")]);
    assert.equal(await log.retain(), 0);
    nowMs += 1_000;
    assert.equal(await log.retain(), 1);
    const empty = [{ partition: 0, firstOffset: 2, endOffset: 2 }];
    assert.deepEqual(await log.offsets(TOPIC), empty);
    await withConsumer(root, {}, async (consumer) => {
      const waiting = consumer.poll(1, never);
      await log.append(TOPIC, [record("c")]);
      assert.deepEqual((await waiting)[0]!.records[0]!.offset, 2);
    });
  }, { nowMs: () => nowMs });
});

Deno.test("EmbeddedLog.close() waits for appends under way, then refuses more", async () => {
  await withLog(async (log, root) => {
    await log.createTopic(TOPIC, { partitions: 1 });
    const under = log.append(TOPIC, [record("a")]);
    await log.close();
    assert.equal((await under)[0]!.baseOffset, 0);
    await assert.rejects(log.append(TOPIC, [record("b")]), { name: "LogTopicError" });
    const again = await EmbeddedLog.open(root);
    assert.equal((await again.offsets(TOPIC))[0]!.endOffset, 1);
    await again.close();
  });
});
