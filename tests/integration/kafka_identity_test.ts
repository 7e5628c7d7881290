// A topic that is deleted and made again, under the consumer or while it is stopped: nothing is skipped in silence.

import assert from "node:assert/strict";
import { DEFAULT_THRESHOLDS } from "../../domain/scoring.ts";
import { createKafka } from "../../log/kafka/create_kafka.ts";
import { openLog } from "../../log/open_log.ts";
import { startConsumer } from "../../stream/start_consumer.ts";
import type { ConsumerHandle } from "../../stream/consume/consumer_status.ts";
import { createTopics, EVENTS_TOPIC } from "../../log/topics.ts";
import { ignoreKafka, type KafkaLog, settingsOf, WAIT_MS, withCluster } from "./with_kafka.ts";
import { openStore } from "../../store/open_store.ts";

const BEFORE = 400, PARTITIONS = 4, thresholds = DEFAULT_THRESHOLDS;
const encoder = new TextEncoder();

/** Different views for each name. */
function records(name: string, count: number) {
  return Array.from({ length: count }, (_, at) => {
    const row = {
      ...{ user_id: `${name}${at % 50}`, show_name: name, watch_duration_minutes: 5 },
      watch_date: new Date(Date.UTC(2025, 0, 1) + at * 60_000),
    };
    return { key: row.user_id, value: encoder.encode(JSON.stringify(row)) };
  });
}

async function append(settings: KafkaLog, name: string, count: number): Promise<void> {
  const log = await openLog(settings);
  try {
    await createTopics(log.admin, PARTITIONS);
    await log.producer.append(EVENTS_TOPIC, records(name, count));
  } finally {
    await log.close();
  }
}

async function makeAnew(settings: KafkaLog, count: number): Promise<void> {
  const admin = createKafka(settings.kafka).admin();
  await admin.connect();
  try {
    await admin.deleteTopics({ topics: [settings.kafka.topicPrefix + EVENTS_TOPIC] });
  } finally {
    await admin.disconnect();
  }
  for (;;) {
    try {
      return await append(settings, "other", count);
    } catch (error) {
      if (!/topic|partition/i.test(String(error))) throw error; // it is being deleted still
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }
}

async function withConsumer(
  settings: KafkaLog,
  dataPath: string,
  use: (consumer: ConsumerHandle) => Promise<void>,
): Promise<void> {
  const log = await openLog(settings);
  const consumer = startConsumer({ log: settings, dataPath, thresholds, producer: log.producer });
  try {
    await use(consumer);
  } finally {
    await consumer.stop();
    await log.close();
  }
}

async function until(what: string, isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + WAIT_MS;
  while (!isSo()) {
    assert.ok(Date.now() < deadline, what);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function applied(consumer: ConsumerHandle): number {
  const { positions } = consumer.status();
  return positions.filter(({ topic }) => topic === EVENTS_TOPIC)
    .reduce((sum, { nextOffset }) => sum + nextOffset, 0);
}

async function untilBlocked(consumer: ConsumerHandle): Promise<void> {
  await until("the other topic is not noticed", () => consumer.status().state === "blocked");
  assert.match(consumer.status().error ?? "", /watch\.events.*doctor --accept-log/);
  assert.equal(applied(consumer), BEFORE); // nothing of the other topic was taken for known
}

Deno.test(
  { name: "a Kafka topic that is made anew is noticed", ignore: ignoreKafka },
  async (t) => {
    await withCluster({ brokers: 1 }, async ({ bootstrap }) => {
      for (const count of [100, 1_200]) {
        for (const when of ["while the consumer is stopped", "while it runs"]) {
          await t.step(`with ${count} records, ${when}`, async () => {
            const dataPath = await Deno.makeTempDir({ prefix: "playhead-anew-" });
            const topicPrefix = `t${count}${when.length}.`;
            const settings = { ...settingsOf(bootstrap, { topicPrefix }), dataPath };
            try {
              await append(settings, "first", BEFORE);
              await withConsumer(settings, dataPath, async (consumer) => {
                await until("nothing is read", () => applied(consumer) === BEFORE);
                if (when !== "while it runs") return;
                await makeAnew(settings, count);
                await untilBlocked(consumer);
              });
              if (when !== "while it runs") await makeAnew(settings, count);
              await withConsumer(settings, dataPath, untilBlocked);
              const store = openStore({ dataPath, thresholds }, {
                ...{ rederiving: () => {}, switched: () => {} },
              });
              store.acceptLog();
              store.close();
              await withConsumer(settings, dataPath, async (consumer) => {
                await until("the new topic is not read", () => applied(consumer) === count);
                assert.equal(consumer.status().state, "running");
              });
            } finally {
              await Deno.remove(dataPath, { recursive: true });
            }
          });
        }
      }
    });
  },
);
