// Consumers of the embedded log on a real disk: waiting, several topics, positions outside of the log.

import assert from "node:assert/strict";
import { openEmbeddedConsumer } from "./embedded_consumer.ts";
import { never, record, texts, TOPIC, withConsumer, withLog } from "./embedded_log_fixture.ts";

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

Deno.test("LogConsumer.poll() gives what one topic has before it throws for another", async () => {
  await withLog(async (log, root) => {
    for (const topic of [TOPIC, "other"]) {
      await log.createTopic(topic, { partitions: 1 });
      await log.append(topic, [record("a", topic)]);
    }
    const positionOf = (topic: string) => topic === TOPIC ? null : 9;
    await withConsumer(root, { topics: [TOPIC, "other"], positionOf }, async (consumer) => {
      assert.deepEqual(texts(await consumer.poll(10, never)), [TOPIC]);
      await assert.rejects(consumer.poll(10, never), { name: "LogOffsetError", topic: "other" });
      consumer.seek("other", 0, 0);
      assert.deepEqual(texts(await consumer.poll(10, never)), ["other"]);
    });
  });
});
