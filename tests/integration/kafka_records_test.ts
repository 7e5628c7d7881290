// The service on topics that other programs made and write to: records of any time and header, transactions, added
// partitions. Each is counted, and what waits is told.

import assert from "node:assert/strict";
import { join } from "node:path";
import { createKafka } from "../../log/kafka/create_kafka.ts";
import { EVENTS_TOPIC, QUARANTINE_TOPIC } from "../../log/topics.ts";
import { type StartedService, startService } from "../start_service.ts";
import { type ClientLine, ignoreClient, produceByClient, startClient } from "./confluent_client.ts";
import { settingsOf, WAIT_MS, withCluster } from "./with_kafka.ts";

const PARTITIONS = 4, MORE_PARTITIONS = 8, LONG_AGO_MS = Date.UTC(2026, 0, 5);
const FOREVER = "9223372036854775807";

let views = 0;

/** All different. */
function view(more: Partial<ClientLine> = {}): ClientLine {
  const n = views++, user_id = `user-${n % 60}`;
  const watch_date = new Date(Date.UTC(2026, 0, 1) + n * 60_000).toISOString();
  const row = { user_id, show_name: "Dark", watch_duration_minutes: 40, watch_date };
  return { key: user_id, value: JSON.stringify(row), ...more };
}

const many = (count: number, more: Partial<ClientLine> = {}) =>
  Array.from({ length: count }, () => view(more));

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + WAIT_MS;
  while (!await isSo()) {
    assert.ok(Date.now() < deadline, what);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function asker({ url }: StartedService) {
  const text = async (path: string) => {
    const answer = await fetch(url + path), body = await answer.text();
    assert.equal(answer.status, 200, `${path}: ${body}`);
    return body;
  };
  const json = async (path: string) => JSON.parse(await text(path));
  return {
    ...{ text, json },
    /** Waits until so many views are in the store and nothing waits. */
    applied: (accepted: number) =>
      until(`${accepted} views are not applied`, async () => {
        const ledger = await json("api/ledger");
        assert.ok(ledger.accepted <= accepted && ledger.balanced, JSON.stringify(ledger));
        return ledger.accepted === accepted && ledger.pending === 0;
      }),
  };
}

Deno.test({ name: "the service on topics of other programs", ignore: ignoreClient }, async (t) => {
  await withCluster({ brokers: 1 }, async ({ bootstrap }, folder) => {
    const to = { bootstrap, topic: EVENTS_TOPIC };
    const admin = createKafka(settingsOf(bootstrap).kafka).admin();
    await admin.connect();
    await admin.createTopics({
      topics: [EVENTS_TOPIC, QUARANTINE_TOPIC].map((topic) => ({
        ...{ topic, numPartitions: PARTITIONS },
        configEntries: [
          { name: "message.timestamp.type", value: "CreateTime" },
          { name: "message.timestamp.after.max.ms", value: FOREVER },
        ],
      })),
    });
    const service = await startService(join(folder, "data"), {
      KAFKA_BOOTSTRAP_SERVERS: bootstrap,
    });
    const { text, json, applied } = asker(service);
    let accepted = 0;
    try {
      await t.step("a first start restarts nothing", async () => {
        const { consumer } = await json("api/stream/topics");
        assert.deepEqual([consumer.state, consumer.restarts], ["running", 0]);
      });

      await t.step("times in any unit, and headers of any name, are counted", async () => {
        const nowMs = Date.now();
        const times = [nowMs, BigInt(nowMs) * 1_000n, BigInt(nowMs) * 1_000_000n];
        const names = ["constructor", "__proto__", "schema-refusal", "toString"];
        const headers = Object.fromEntries(names.map((name) => [name, "x"]));
        const lines = [...times.map((timestamp) => view({ timestamp })), ...many(8, { headers })];
        accepted += (await produceByClient(to, lines)).length;
        await applied(accepted);
        const { quarantined, sources } = await json("api/ledger");
        assert.deepEqual([quarantined, sources.length], [0, 1]);
        const { hours } = await json("api/ledger/hours");
        const hour = new Date(nowMs).toISOString().slice(0, 11);
        for (const { start } of hours) assert.ok(start.startsWith(hour), start);
        for (const path of ["", "stream", "quality"]) await text(path);
      });

      await t.step("messages are found by their producers' times", async () => {
        const early = many(5, { timestamp: LONG_AGO_MS }), later = LONG_AGO_MS + 3_600_000;
        accepted +=
          (await produceByClient(to, [...early, ...many(3, { timestamp: later })])).length;
        await applied(accepted);
        const from = new Date(later).toISOString();
        const { messages } = await json(
          `api/stream/topics/${EVENTS_TOPIC}/messages?from=${from}&limit=500`,
        );
        const times = messages.map((one: { ingested_at: string }) => Date.parse(one.ingested_at));
        assert.equal(times.filter((time: number) => time === later).length, 3);
        assert.ok(times.every((time: number) => time >= later));
      });

      await t.step("the newest are found behind aborted records", async () => {
        accepted += (await produceByClient({ ...to, transaction: "commit" }, many(60))).length;
        await produceByClient({ ...to, transaction: "abort" }, many(900));
        await applied(accepted);
        const path = `api/stream/topics/${EVENTS_TOPIC}/messages?from=newest&limit=50`;
        assert.equal((await json(path)).messages.length, 50);
      });

      await t.step("what an open transaction holds is pending, and the page says why", async () => {
        const held = 40;
        const commit = await startClient(["produce", bootstrap, EVENTS_TOPIC, "none", "hold"], {
          ...{ says: "open", lines: many(held) },
        });
        await until("nothing is pending", async () => (await json("api/ledger")).pending >= held);
        const { topics, consumer } = await json("api/stream/topics");
        const partitions = topics.find(({ topic }: { topic: string }) => topic === EVENTS_TOPIC)
          .partitions as { in_open_transaction: number }[];
        const waits = partitions.reduce((sum, one) => sum + one.in_open_transaction, 0);
        assert.ok(waits >= held && consumer.lag >= waits, `${waits} of ${consumer.lag}`);
        assert.match(await text("stream"), /wait for an open transaction/);
        assert.ok((await json(`api/stream/topics/${EVENTS_TOPIC}/messages`)).messages.length > 0);
        await commit();
        accepted += held;
        await applied(accepted);
        assert.doesNotMatch(await text("stream"), /wait for an open transaction/);
      });

      await t.step("partitions that are added are read and written", async () => {
        for (const topic of [EVENTS_TOPIC, QUARANTINE_TOPIC]) {
          await admin.createPartitions({ topicPartitions: [{ topic, count: MORE_PARTITIONS }] });
        }
        const added = MORE_PARTITIONS - PARTITIONS;
        const lines = Array.from(
          { length: 40 },
          (_, i) => view({ partition: PARTITIONS + i % added }),
        );
        accepted += (await produceByClient(to, lines)).length;
        await applied(accepted);
        await until("no row is written to them", async () => {
          const rows = many(60).map(({ value }) => JSON.parse(value!));
          const answer = await fetch(`${service.url}api/events`, {
            ...{ method: "POST", body: JSON.stringify(rows) },
          });
          const { offsets } = await answer.json();
          assert.equal(answer.status, 202);
          accepted += rows.length;
          return offsets.some(({ partition }: { partition: number }) => partition >= PARTITIONS);
        });
        await applied(accepted);
        assert.equal((await json("api/stream/topics")).consumer.restarts, 0);
      });
    } finally {
      await admin.disconnect();
      service.kill("SIGTERM");
      await service.ended;
    }
  });
});
