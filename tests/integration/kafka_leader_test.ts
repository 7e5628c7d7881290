// Views flow through three brokers, of which one after the other is lost and comes back: leaders change while two
// workers read, and each view is applied once.

import assert from "node:assert/strict";
import { join } from "node:path";
import { DEFAULT_THRESHOLDS } from "../../domain/scoring.ts";
import type { LogProducer, NewRecord } from "../../log/port.ts";
import { startConsumer } from "../../stream/start_consumer.ts";
import { openQueries } from "../../store/sqlite/queries.ts";
import { createTopics, EVENTS_TOPIC } from "../../log/topics.ts";
import { ignoreKafka, settingsOf, WAIT_MS, withCluster, withLog } from "./with_kafka.ts";
import { storePath } from "../../store/open_store.ts";

const PARTITIONS = 4, BATCH = 200, BATCHES = 60, LOST_AT = [10, 25, 40];
const utf8 = new TextEncoder();

function views(batch: number): NewRecord[] {
  return Array.from({ length: BATCH }, (_, i) => {
    const n = batch * BATCH + i, key = `user-${n % 53}`;
    const watch_date = new Date(Date.UTC(2026, 0, 1) + n * 60_000).toISOString();
    const row = { user_id: key, show_name: "Dark", watch_duration_minutes: 40, watch_date };
    return { key, value: utf8.encode(JSON.stringify(row)) };
  });
}

/** Appends until it is acknowledged, as a careful caller does. */
async function appendAgain(producer: LogProducer, records: readonly NewRecord[]): Promise<void> {
  for (const deadline = Date.now() + WAIT_MS;;) {
    try {
      await producer.append(EVENTS_TOPIC, records);
      return;
    } catch (error) {
      assert.ok(Date.now() < deadline, String(error));
    }
  }
}

Deno.test(
  { name: "each view is applied once while leaders change", ignore: ignoreKafka },
  async () => {
    await withCluster({ brokers: 3 }, async (cluster, folder) => {
      const log = settingsOf(cluster.bootstrap, { replication: 3 });
      const dataPath = join(folder, "store");
      await Deno.mkdir(dataPath);
      await withLog(log, async ({ admin, producer }) => {
        await createTopics(admin, PARTITIONS);
        const consumer = startConsumer({
          ...{ log, dataPath, producer, thresholds: DEFAULT_THRESHOLDS, readers: 2 },
        });
        try {
          for (let batch = 0; batch < BATCHES; batch++) {
            const lost = LOST_AT.indexOf(batch) + 1;
            if (lost > 0) await cluster.kill(lost);
            await appendAgain(producer, views(batch));
            if (lost > 0) {
              await appendAgain(producer, views(batch)); // a caller that was not sure
              await cluster.restart(lost);
            }
          }
          const deadline = Date.now() + WAIT_MS;
          for (let pending = 1; pending > 0;) {
            const ends = await admin.offsets(EVENTS_TOPIC);
            pending = ends.reduce(
              (sum, { partition, endOffset }) =>
                sum + endOffset - (consumer.positionOf(EVENTS_TOPIC, partition) ?? 0),
              0,
            );
            const { error, restarts } = consumer.status();
            assert.ok(Date.now() < deadline, `${pending} to apply, ${restarts} restarts: ${error}`);
            await new Promise((resolve) => setTimeout(resolve, 100));
          }
        } finally {
          await consumer.stop();
        }
      });
      using queries = openQueries(storePath(dataPath));
      const { read, accepted, duplicate, balanced } = queries.ledger();
      assert.deepEqual([accepted, balanced], [BATCH * BATCHES, true]);
      // Sent twice by the caller, or by a producer that was not sure either.
      assert.equal(read, accepted + duplicate);
      assert.ok(duplicate >= BATCH * LOST_AT.length, `${duplicate} duplicates`);
    });
  },
);
