// Appends while a broker's answers are lost: each partition has one request at a time, none goes on with a failed
// one's numbers, and nothing is acknowledged without an offset.

import assert from "node:assert/strict";
import type { Kafka, ProducerRecord } from "kafkajs";
import { LogWriteError } from "../errors.ts";
import type { NewRecord } from "../port.ts";
import { partitionOf } from "../partition_of.ts";
import { KafkaProducer } from "./kafka_producer.ts";

interface Sent {
  /** Which of the producers that were made. */
  readonly producer: number;
  readonly partitions: readonly number[];
  readonly values: readonly string[];
  readonly answer: PromiseWithResolvers<readonly { partition: number; baseOffset?: string }[]>;
}

const utf8 = new TextEncoder();

function brokenKafka(partitions = 1) {
  const sent: Sent[] = [];
  let producers = 0, disconnected = 0;
  const kafka = {
    producer: () => {
      const producer = ++producers;
      return {
        connect: () => Promise.resolve(),
        disconnect: () => {
          disconnected++;
          return Promise.resolve();
        },
        send: ({ messages }: ProducerRecord) => {
          const answer: Sent["answer"] = Promise.withResolvers();
          const to = [...new Set(messages.map(({ partition }) => partition!))];
          sent.push({
            ...{ producer, partitions: to, answer },
            values: messages.map(({ value }) => String(value)),
          });
          return answer.promise;
        },
      };
    },
  } as unknown as Kafka;
  let count = partitions;
  const admin = { partitionsOf: () => Promise.resolve(count) };
  const settings = { compression: "none", topicPrefix: "" } as const;
  return {
    sent,
    producer: new KafkaProducer(kafka, admin, settings as never),
    grow: (to: number) => count = to,
    counts: () => ({ producers, disconnected }),
  };
}

function row(text: string, key = "a"): readonly NewRecord[] {
  return [{ key, value: utf8.encode(text) }];
}

/** A key of each partition. */
function keysOf(partitions: number): readonly string[] {
  const keys: string[] = [];
  for (let i = 0; keys.filter(Boolean).length < partitions; i++) {
    keys[partitionOf(utf8.encode(`k${i}`), partitions)] ??= `k${i}`;
  }
  return keys;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

Deno.test("append() has one request of a partition under way: those that wait go together in the next", async () => {
  const { sent, producer } = brokenKafka();
  const first = producer.append("t", row("1"));
  await pause(20);
  const others = Promise.all([producer.append("t", row("2")), producer.append("t", row("3"))]);
  await pause(20);
  assert.deepEqual(sent.map(({ values }) => values), [["1"]]);
  sent[0]!.answer.resolve([{ partition: 0, baseOffset: "7" }]);
  assert.deepEqual(await first, [{ partition: 0, baseOffset: 7, records: 1 }]);
  await pause(20);
  assert.deepEqual(sent.map(({ values }) => values), [["1"], ["2", "3"]]);
  sent[1]!.answer.resolve([{ partition: 0, baseOffset: "8" }]);
  assert.deepEqual((await others).map(([range]) => range!.baseOffset), [8, 9]);
  await producer.close();
});

Deno.test("append() sends each partition alone, side by side, and answers once all have an offset", async () => {
  const { sent, producer } = brokenKafka(3);
  const keys = keysOf(3), records = [...keys, ...keys].flatMap((key, i) => row(`${i}`, key));
  let answered = false;
  const asked = producer.append("t", records).finally(() => answered = true);
  await pause(20);
  assert.deepEqual(sent.map(({ partitions }) => partitions).sort(), [[0], [1], [2]]);
  sent.sort((a, b) => a.partitions[0]! - b.partitions[0]!);
  assert.deepEqual(sent.map(({ values }) => values), [["0", "3"], ["1", "4"], ["2", "5"]]);
  sent[2]!.answer.resolve([{ partition: 2, baseOffset: "20" }]);
  sent[0]!.answer.resolve([{ partition: 0, baseOffset: "5" }]);
  await pause(20);
  assert.equal(answered, false);
  sent[1]!.answer.resolve([{ partition: 1, baseOffset: "0" }]);
  assert.deepEqual(await asked, [
    { partition: 0, baseOffset: 5, records: 2 },
    { partition: 1, baseOffset: 0, records: 2 },
    { partition: 2, baseOffset: 20, records: 2 },
  ]);
  await producer.close();
});

Deno.test("append() goes on with another producer after a request that failed, and ends the old one once it is idle", async () => {
  const { sent, producer, counts } = brokenKafka();
  const first = producer.append("t", row("1"));
  await pause(20);
  sent[0]!.answer.reject(new Error("the connection broke"));
  await assert.rejects(first, /Cannot append to Kafka: the connection broke/);
  const second = producer.append("t", row("2"));
  await pause(20);
  assert.deepEqual(sent.map(({ producer }) => producer), [1, 2]);
  assert.deepEqual(counts(), { producers: 2, disconnected: 1 });
  sent[1]!.answer.resolve([{ partition: 0, baseOffset: "0" }]);
  await second;
  await producer.close();
});

Deno.test("append() never answers with an offset that the brokers did not tell", async () => {
  const { sent, producer } = brokenKafka();
  for (const baseOffset of ["-1", undefined]) {
    const asked = producer.append("t", row("1"));
    await pause(20);
    sent.at(-1)!.answer.resolve([{ partition: 0, ...baseOffset && { baseOffset } }]);
    await assert.rejects(asked, (error) => error instanceof LogWriteError && error.retriable);
  }
  await producer.close();
});

Deno.test("append() asks again where nobody was asked: the partition was added a moment ago", async () => {
  const { sent, producer } = brokenKafka();
  const asked = producer.append("t", row("1"));
  await pause(20);
  sent[0]!.answer.resolve([]);
  await pause(400);
  assert.equal(sent.length, 2);
  sent[1]!.answer.resolve([{ partition: 0, baseOffset: "3" }]);
  assert.deepEqual(await asked, [{ partition: 0, baseOffset: 3, records: 1 }]);
  await producer.close();
});

Deno.test("append() refuses what would not fit beside what waits, and takes it once that is gone", async () => {
  const { sent, producer } = brokenKafka();
  const large = (): readonly NewRecord[] =>
    Array.from({ length: 4 }, () => ({ key: "a", value: new Uint8Array(10 << 20) }));
  const first = producer.append("t", large());
  await pause(20);
  await assert.rejects(producer.append("t", large()), /at most 64 MiB may wait for it/);
  sent[0]!.answer.resolve([{ partition: 0, baseOffset: "0" }]);
  await first;
  const second = producer.append("t", large());
  await pause(20);
  sent[1]!.answer.resolve([{ partition: 0, baseOffset: "4" }]);
  await second;
  await producer.close();
});
