// Another client on the same topics (librdkafka): what it writes is counted or quarantined with its place, and it reads what we write.

import assert from "node:assert/strict";
import { join } from "node:path";
import { partitionOf } from "../../log/partition_of.ts";
import { createTopics, EVENTS_TOPIC } from "../../log/topics.ts";
import {
  type ClientLine,
  type ClientPlace,
  ignoreClient,
  produceByClient,
  runClient,
} from "./confluent_client.ts";
import { runConsumer } from "./run_consumer.ts";
import { readAll, settingsOf, withCluster, withLog } from "./with_kafka.ts";

const CODECS = ["none", "gzip", "snappy", "lz4", "zstd"] as const;
const utf8 = new TextEncoder();

function view(user: string, at: number): ClientLine {
  const watch_date = new Date(Date.UTC(2026, 0, 1) + at * 3_600_000).toISOString();
  const row = { user_id: user, show_name: "Dark", watch_duration_minutes: 40, watch_date };
  return { key: user, value: JSON.stringify(row) };
}

Deno.test(
  { name: "another client on the same topics of Kafka", ignore: ignoreClient },
  async (t) => {
    await withCluster({ brokers: 1 }, async ({ bootstrap }, folder) => {
      const settings = settingsOf(bootstrap);
      await withLog(settings, async ({ admin, producer }) => {
        await createTopics(admin, 4);
        await admin.createTopic("ours", { partitions: 4 });
        await producer.append("ours", [{
          key: "ann",
          value: utf8.encode("{}"),
          headers: { a: "ü" },
        }]);
      });

      await t.step(
        "it reads what we write, on the partition that it would have chosen",
        async () => {
          const [found] = JSON.parse(await runClient(["consume", bootstrap, "ours", "1"]));
          const partition = partitionOf(utf8.encode("ann"), 4);
          assert.deepEqual(found, { partition, key: "ann", value: "{}", headers: { a: "ü" } });
        },
      );

      let views = 0;
      for (const codec of CODECS) {
        await t.step(
          `what it writes with ${codec} is counted, a user on our partition`,
          async () => {
            const lines = Array.from({ length: 500 }, (_, i) => ({
              ...view(`${codec}-${i % 50}`, i),
              ...i % 2 === 0 ? { headers: { source: codec, extra: "é" } } : {},
            }));
            const placed = await produceByClient({ bootstrap, topic: EVENTS_TOPIC, codec }, lines);
            views += placed.length;
            const found = await readAll(settings, { topic: EVENTS_TOPIC, records: views });
            const own = found.filter(({ key }) => key.startsWith(codec));
            assert.equal(own.length, 500);
            for (const { key, partition } of own) {
              assert.equal(partition, partitionOf(utf8.encode(key), 4), key);
            }
          },
        );
      }

      let bad: readonly ClientPlace[] = [];
      await t.step("what is no view is quarantined with its place", async () => {
        bad = await produceByClient({ bootstrap, topic: EVENTS_TOPIC, codec: "lz4" }, [
          { key: "gone", value: null },
          { key: null, value: "not JSON" },
          { key: "long", value: JSON.stringify({ user_id: "x".repeat(2 << 20) }) },
          { ...view("nobody", 1), key: null }, // a view all the same
        ]);
        const to = { bootstrap, topic: EVENTS_TOPIC };
        await produceByClient({ ...to, codec: "lz4", transaction: "abort" }, [view("never", 1)]);
        await produceByClient({ ...to, transaction: "commit" }, [view("committed", 1)]);
      });

      await t.step(
        "the store has every view once, though transactions' marks take offsets",
        async () => {
          await runConsumer(settings, join(folder, "store"), (queries) => {
            const { read, accepted, quarantined, balanced } = queries.ledger();
            assert.deepEqual({ read, accepted, quarantined, balanced }, {
              ...{ read: views + 5, accepted: views + 2, quarantined: 3, balanced: true },
            });
            const { rows } = queries.quarantine({
              ...{ rule: null, source: null, search: null, limit: 10, cursor: null },
            });
            const places = rows.map(({ source, offset, rule }) => `${source}@${offset} ${rule}`);
            const rules = ["row.columns", "row.columns", "row.too_long"];
            const expected = bad.slice(0, 3).map(({ partition, offset }, i) =>
              `${EVENTS_TOPIC}/${partition}@${offset} ${rules[i]}`
            );
            assert.deepEqual(places.sort(), expected.sort());
          });
        },
      );
    });
  },
);
