// Tests that a topic which cannot be read is refused before the group is joined.

import assert from "node:assert/strict";
import type { Kafka } from "kafkajs";
import { openKafkaConsumer } from "./kafka_consumer.ts";

Deno.test("openKafkaConsumer() refuses a topic of more partitions than there are places for", async () => {
  const kafka = {
    consumer() {
      throw new Error("The group must not be joined");
    },
  } as unknown as Kafka;
  const offsets = (partitions: number) =>
    Array.from({ length: partitions }, (_, partition) => (
      { partition, firstOffset: 0, endOffset: 0 }
    ));
  const open = (partitions: number) =>
    openKafkaConsumer(kafka, { offsets: () => Promise.resolve(offsets(partitions)) }, {
      ...{ name: "playhead", topics: ["watch.events"], topicPrefix: "tv." },
      positionOf: () => null,
    });
  await assert.rejects(open(1_025), /tv\.watch\.events as it must have at most 1024 partitions/);
  await assert.rejects(open(1_024), /must not be joined/);
});
