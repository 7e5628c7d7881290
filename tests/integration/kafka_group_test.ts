// Consumers with a store each on one real broker: they share the partitions, take over, and stop though Kafka is down.

import assert from "node:assert/strict";
import { join } from "node:path";
import { createTopics, EVENTS_TOPIC } from "../../log/topics.ts";
import { runConsumer } from "./run_consumer.ts";
import { type RunningTask, runTask, startTask } from "./run_kafka_task.ts";
import { ignoreKafka, settingsOf, withCluster, withLog } from "./with_kafka.ts";

const PARTITIONS = 4, VIEWS = 2_000;
const utf8 = new TextEncoder();

function views() {
  return Array.from({ length: VIEWS }, (_, i) => {
    const key = `user-${i % 100}`;
    const watch_date = new Date(Date.UTC(2026, 0, 1) + i * 60_000).toISOString();
    const row = { user_id: key, show_name: "Dark", watch_duration_minutes: 40, watch_date };
    return { key, value: utf8.encode(JSON.stringify(row)) };
  });
}

/** The partitions that it said last are its own. */
function ownedBy(task: RunningTask): number[] {
  const said = [...task.told().matchAll(/owns watch\.events ([\d, ]+)/g)].at(-1)?.[1] ?? "";
  return said.split(",").map(Number);
}

async function until(what: string, isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!isSo()) {
    assert.ok(Date.now() < deadline, what);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

Deno.test({ name: "a group of consumers with a store each", ignore: ignoreKafka }, async (t) => {
  await withCluster({ brokers: 1 }, async (cluster, folder) => {
    const { bootstrap } = cluster, settings = settingsOf(bootstrap);
    await withLog(settings, async ({ admin, producer }) => {
      await createTopics(admin, PARTITIONS);
      await producer.append(EVENTS_TOPIC, views());
    });
    const environment = (store: string) => ({
      ...{ KAFKA_BOOTSTRAP_SERVERS: bootstrap, PLAYHEAD_DATA: join(folder, store) },
    });

    await t.step(
      "two share the partitions and say so; one takes over from a killed one",
      async () => {
        const first = await startTask("consume", environment("first"));
        await first.says(/owns watch\.events 0, 1, 2, 3/);
        const second = await startTask("consume", environment("second"));
        try {
          await until(
            "each has a half",
            () => ownedBy(first).length === 2 && ownedBy(second).length === 2,
          );
          const both = [...ownedBy(first), ...ownedBy(second)].sort();
          assert.deepEqual(both, [0, 1, 2, 3]);
          const again = await startTask("consume", environment("first"));
          await again.says(/one process at a time must have it/);
          assert.equal((await again.ended).code, 2);
          first.kill("SIGKILL");
          await first.ended;
          await until("the other has all", () => ownedBy(second).length === 4);
          await second.says(/2,000 records applied, 0 behind/);
        } finally {
          second.kill("SIGTERM");
          assert.equal((await second.ended).code, 0);
        }
      },
    );

    await t.step("started and stopped at random, each store comes to every view once", async () => {
      const stores = ["first", "second", "third"], seed = Math.floor(Math.random() * 1_000_000);
      console.log(`seed ${seed}`);
      let state = seed;
      const below = (limit: number) =>
        (state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) % 65_536 % limit;
      const running = new Map<string, RunningTask>();
      for (let step = 0; step < 6; step++) {
        const store = stores[below(stores.length)]!, there = running.get(store);
        if (there === undefined) {
          const workers = String(1 + below(3));
          const args = ["--quiet", "--workers", workers];
          running.set(store, await startTask("consume", environment(store), args));
        } else {
          there.kill(below(2) === 0 ? "SIGKILL" : "SIGTERM");
          await there.ended;
          running.delete(store);
        }
        await new Promise((resolve) => setTimeout(resolve, below(1_500)));
      }
      for (const task of running.values()) {
        task.kill("SIGTERM");
        await task.ended;
      }
      for (const store of stores) {
        await runConsumer(settings, join(folder, store), (queries) => {
          const { read, accepted, balanced } = queries.ledger();
          assert.deepEqual({ read, accepted, balanced }, {
            ...{ read: VIEWS, accepted: VIEWS, balanced: true },
          }, `${store}, seed ${seed}`);
        });
      }
    });

    await t.step(
      "the workers of one store share its partitions and apply each view once",
      async () => {
        const task = await startTask("consume", environment("shared"), ["--workers", "3"]);
        await task.says(/owns watch\.events 0, 1, 2, 3; watch\.quarantine 0, 1, 2, 3/);
        await task.says(/2,000 records applied, 0 behind/);
        task.kill("SIGTERM");
        assert.equal((await task.ended).code, 0);
      },
    );

    await t.step("more copies than brokers are refused in one line", async () => {
      const { code, told } = await runTask("consume", {
        environment: {
          ...{ ...environment("copies"), KAFKA_TOPIC_PREFIX: "copies.", KAFKA_REPLICATION: "3" },
        },
      });
      assert.equal(code, 2, told);
      assert.match(told, /as many brokers as copies \(KAFKA_REPLICATION\): current value is 3/);
    });

    await t.step("consumer and service stop in order while Kafka is down", async () => {
      const consumer = await startTask("consume", environment("second"));
      await consumer.says(/owns watch\.events/);
      const service = await startTask("start", {
        ...{ ...environment("service"), PORT: "0", LOG_FORMAT: "json" },
      }, ["--no-sample"]);
      await service.says(/"url":"http/);
      await cluster.kill(1);
      const waiting = await startTask("consume", environment("third"));
      await waiting.says(/Cannot reach Kafka as KAFKA_BOOTSTRAP_SERVERS/);
      for (const task of [consumer, service, waiting]) task.kill("SIGTERM");
      for (const task of [consumer, service, waiting]) {
        const { code, told } = await task.ended;
        assert.equal(code, 0, told); // 1 says that it had to be cut off
      }
    });
  });
});
