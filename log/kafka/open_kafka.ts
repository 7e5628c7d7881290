// Kafka as the log. Loaded only where it is used: who has the embedded log does not pay for it.

import type { LogSettings } from "../../domain/log_settings.ts";
import type { ConsumerOptions, LogConsumer } from "../port.ts";
import { createKafka } from "./create_kafka.ts";
import { KafkaAdmin } from "./kafka_admin.ts";
import { openKafkaConsumer } from "./kafka_consumer.ts";
import { openKafkaLook } from "./kafka_look.ts";
import { KafkaProducer } from "./kafka_producer.ts";
import { SchemaFrames } from "./schema_frames.ts";

export { findTrouble } from "./find_trouble.ts";

type KafkaLog = LogSettings & { readonly kind: "kafka" };

/** A producer and what lists topics; the cluster is not asked before it is needed. */
export function openKafka({ kafka: settings }: KafkaLog) {
  const kafka = createKafka(settings), admin = new KafkaAdmin(kafka, settings);
  const producer = new KafkaProducer(kafka, admin, settings);
  return {
    ...{ producer, admin },
    close: async () => {
      await producer.close();
      await admin.close();
    },
  };
}

/** A consumer with connections of its own: of a group, or a passer-by. */
export async function openConsumerOfKafka(
  { kafka: settings }: KafkaLog,
  options: ConsumerOptions,
): Promise<LogConsumer> {
  const kafka = createKafka(settings), admin = new KafkaAdmin(kafka, settings);
  const { topicPrefix } = settings, { name } = options;
  const frames = new SchemaFrames(settings.schemaRegistry ?? null);
  const consumer = name === null
    ? await openKafkaLook(kafka, admin, { ...options, topicPrefix })
    : await openKafkaConsumer(kafka, admin, { ...options, name, topicPrefix });
  return {
    poll: async (maxRecords, signal) => await frames.open(await consumer.poll(maxRecords, signal)),
    seek: (topic, partition, offset) => consumer.seek(topic, partition, offset),
    close: async () => {
      await consumer.close();
      await admin.close();
    },
  };
}
