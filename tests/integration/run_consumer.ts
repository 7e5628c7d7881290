// The consumer with its store over a log, until everything that the log holds is applied.

import { setTimeout as sleep } from "node:timers/promises";
import { DEFAULT_THRESHOLDS } from "../../domain/scoring.ts";
import { openLog } from "../../log/open_log.ts";
import { openQueries, type SqliteQueries } from "../../store/sqlite/queries.ts";
import { startConsumer } from "../../stream/start_consumer.ts";
import { createTopics, PIPELINE_TOPICS } from "../../log/topics.ts";
import { type KafkaLog, WAIT_MS } from "./with_kafka.ts";
import { storePath } from "../../store/open_store.ts";

/** Applies all there is and hands the store's queries to `check`. */
export async function runConsumer(
  log: KafkaLog,
  dataPath: string,
  check: (queries: SqliteQueries) => void | Promise<void>,
): Promise<void> {
  await Deno.mkdir(dataPath, { recursive: true });
  const { producer, admin, close } = await openLog(log);
  await createTopics(admin, 4);
  const consumer = startConsumer({ log, dataPath, thresholds: DEFAULT_THRESHOLDS, producer });
  try {
    const deadline = Date.now() + WAIT_MS;
    for (;;) {
      let pending = 0;
      for (const topic of PIPELINE_TOPICS) {
        for (const { partition, endOffset } of await admin.offsets(topic)) {
          pending += endOffset - (consumer.positionOf(topic, partition) ?? 0);
        }
      }
      if (pending === 0) break;
      if (Date.now() > deadline) {
        throw new Error(`${pending} to apply: ${JSON.stringify(consumer.status())}`);
      }
      await sleep(50);
    }
  } finally {
    await consumer.stop();
    await close();
  }
  using queries = openQueries(storePath(dataPath));
  await check(queries);
}
