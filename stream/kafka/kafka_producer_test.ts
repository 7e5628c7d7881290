// Appends while a broker's answers are lost: no request begins beside another, none goes on with a failed one's numbers.

import assert from "node:assert/strict";
import type { Kafka, ProducerRecord } from "kafkajs";
import type { NewRecord } from "../log.ts";
import type { KafkaAdmin } from "./kafka_admin.ts";
import { KafkaProducer } from "./kafka_producer.ts";

interface Sent {
  /** Which of the producers that were made. */
  readonly producer: number;
  readonly values: readonly string[];
  readonly answer: PromiseWithResolvers<readonly { partition: number; baseOffset: string }[]>;
}

function brokenKafka() {
  const sent: Sent[] = [];
  let producers = 0;
  const kafka = {
    producer: () => {
      const producer = ++producers;
      return {
        connect: () => Promise.resolve(),
        disconnect: () => Promise.resolve(),
        send: ({ messages }: ProducerRecord) => {
          const answer: Sent["answer"] = Promise.withResolvers();
          sent.push({ producer, values: messages.map(({ value }) => String(value)), answer });
          return answer.promise;
        },
      };
    },
  } as unknown as Kafka;
  const admin = { offsets: () => Promise.resolve([{ partition: 0 }]) } as unknown as KafkaAdmin;
  const settings = { compression: "none", topicPrefix: "" } as const;
  return { sent, producer: new KafkaProducer(kafka, admin, settings as never) };
}

function row(text: string): readonly NewRecord[] {
  return [{ key: "a", value: new TextEncoder().encode(text) }];
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

Deno.test("append() has one request under way: those that wait go together in the next", async () => {
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

Deno.test("append() goes on with another producer after a request that failed", async () => {
  const { sent, producer } = brokenKafka();
  const first = producer.append("t", row("1"));
  await pause(20);
  sent[0]!.answer.reject(new Error("the connection broke"));
  await assert.rejects(first, /Cannot append to Kafka: the connection broke/);
  const second = producer.append("t", row("2"));
  await pause(20);
  assert.deepEqual(sent.map(({ producer }) => producer), [1, 2]);
  sent[1]!.answer.resolve([{ partition: 0, baseOffset: "0" }]);
  await second;
  await producer.close();
});
