// The log over a real Kafka broker: what is appended is read, also what others produced, also after a crash.

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import type { LogSettings } from "../../domain/log_settings.ts";
import type { LogBatch, LogConsumer, LogRecord } from "../../stream/log.ts";
import { createKafka } from "../../stream/kafka/create_kafka.ts";
import { openConsumer, type OpenLog, openLog } from "../../stream/open_log.ts";
import { partitionOf } from "../../stream/partition_of.ts";
import { KafkaCluster } from "../../tasks/kafka/kafka_cluster.ts";
import { hasKafkaTools } from "../../tasks/kafka/kafka_files.ts";
import { proveOver } from "./prove_over.ts";

const hasTools = await hasKafkaTools();
if (!hasTools) console.warn("SKIPPED: the tests over Kafka, as Java or Maven were not found");
const ignore = !hasTools && !Deno.env.get("CI");
const LIBRARIES = fileURLToPath(new URL("../../data/kafka", import.meta.url));
const WAIT_MS = 30_000;
const utf8 = new TextEncoder(), text = new TextDecoder();

type KafkaLog = LogSettings & { readonly kind: "kafka" };

function settingsOf(bootstrap: string, more: Partial<KafkaLog["kafka"]> = {}): KafkaLog {
  return {
    ...{ kind: "kafka", dataPath: "unused" },
    kafka: {
      ...{ brokers: bootstrap.split(","), compression: "gzip", topicPrefix: "", replication: 1 },
      ...{ tls: false, tlsAuthority: null, sasl: null, ...more },
    },
  };
}

async function withCluster(
  brokers: number,
  use: (cluster: KafkaCluster) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "playhead-kafka-" });
  await Deno.mkdir(LIBRARIES, { recursive: true });
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const cluster = await KafkaCluster.start({ folder, libraries: LIBRARIES, brokers, port });
  try {
    await use(cluster);
  } finally {
    await cluster.stop();
    await Deno.remove(folder, { recursive: true });
  }
}

async function withLog(settings: KafkaLog, use: (log: OpenLog) => Promise<void>): Promise<void> {
  const log = await openLog(settings);
  try {
    await use(log);
  } finally {
    await log.close();
  }
}

/** Reads until so many records came, as a group that begins at the log's start. */
async function readAll(
  settings: KafkaLog,
  { topic, records, group = `test-${crypto.randomUUID()}` }: {
    readonly topic: string;
    readonly records: number;
    readonly group?: string;
  },
): Promise<(LogRecord & { readonly partition: number })[]> {
  const consumer = await openConsumer(settings, {
    ...{ name: group, topics: [topic], positionOf: () => null },
  });
  const found: (LogRecord & { readonly partition: number })[] = [];
  try {
    while (found.length < records) {
      const batches = await consumer.poll(200, AbortSignal.timeout(WAIT_MS));
      for (const { partition, records } of batches) {
        for (const record of records) found.push({ ...record, partition });
      }
    }
  } finally {
    await consumer.close();
  }
  return found;
}

function rows(count: number, from = 0) {
  return Array.from({ length: count }, (_, i) => ({
    key: `user-${(from + i) % 7}`,
    value: utf8.encode(`row ${from + i}`),
    headers: { source: "test" },
  }));
}

Deno.test({ name: "over one Kafka broker", ignore }, async (t) => {
  await withCluster(1, async (cluster) => {
    const settings = settingsOf(cluster.bootstrap);
    await t.step(
      "what is appended in any codec is read, by key in order, with headers",
      async () => {
        for (const compression of ["none", "gzip", "snappy", "zstd"] as const) {
          const topic = `codec-${compression}`;
          await withLog(
            settingsOf(cluster.bootstrap, { compression }),
            async ({ admin, producer }) => {
              await admin.createTopic(topic, { partitions: 3 });
              const ranges = await Promise.all([
                producer.append(topic, rows(300)),
                producer.append(topic, rows(100, 300)),
              ]);
              const total = ranges.flat().reduce((sum, { records }) => sum + records, 0);
              assert.equal(total, 400);
              const found = await readAll(settings, { topic, records: 400 });
              for (const { key, value, headers, partition } of found) {
                assert.equal(partition, partitionOf(utf8.encode(key), 3));
                assert.equal(headers.source, "test");
                assert.match(text.decode(value), /^row \d+$/);
              }
              assert.equal(new Set(found.map(({ value }) => text.decode(value))).size, 400);
              // A range says where the records of its partition lie.
              const [first] = ranges[0]!;
              const own = rows(300).filter(({ key }) =>
                partitionOf(utf8.encode(key), 3) === first!.partition
              );
              const at = found.find(({ partition, offset }) =>
                partition === first!.partition && offset === first!.baseOffset
              );
              assert.equal(text.decode(at!.value), text.decode(own[0]!.value));
            },
          );
        }
      },
    );

    await t.step("records of other clients: no key, no value, headers of bytes", async () => {
      await withLog(settings, async ({ admin }) => {
        await admin.createTopic("others", { partitions: 1 });
      });
      const producer = createKafka(settings.kafka).producer();
      await producer.connect();
      await producer.send({
        topic: "others",
        messages: [{ value: null, key: "gone" }, { value: "{}", headers: { a: ["x", "y"] } }],
      });
      await producer.disconnect();
      const [tombstone, plain] = await readAll(settings, { topic: "others", records: 2 });
      assert.deepEqual([tombstone!.key, tombstone!.value.length], ["gone", 0]);
      assert.deepEqual([plain!.key, text.decode(plain!.value), plain!.headers], ["", "{}", {
        a: "x",
      }]);
    });

    await t.step("a group goes on from the positions of its own store", async () => {
      await withLog(settings, async ({ admin, producer }) => {
        await admin.createTopic("positions", { partitions: 2 });
        await producer.append("positions", rows(200));
      });
      const next = new Map<number, number>();
      const open = () =>
        openConsumer(settings, {
          ...{ name: "positions", topics: ["positions"] },
          positionOf: (_, partition) => next.get(partition) ?? null,
        });
      const seen: string[] = [];
      const keep = (batches: readonly LogBatch[]) => {
        for (const { partition, records, nextOffset } of batches) {
          for (const { value } of records) seen.push(text.decode(value));
          next.set(partition, nextOffset);
        }
      };
      for (let consumer: LogConsumer | null = null; seen.length < 200;) {
        consumer ??= await open();
        keep(await consumer.poll(30, AbortSignal.timeout(WAIT_MS)));
        if (seen.length % 60 < 30) {
          await consumer.close();
          consumer = null;
        } else if (seen.length >= 200) await consumer.close();
      }
      assert.equal(new Set(seen).size, 200);
      assert.equal(seen.length, 200);
    });

    await t.step(
      "a broker that is killed and comes back loses nothing and doubles nothing",
      async () => {
        await withLog(settings, async ({ admin, producer }) => {
          await admin.createTopic("killed", { partitions: 2 });
          await producer.append("killed", rows(100));
          await cluster.kill(1);
          const waiting = producer.append("killed", rows(100, 100))
            .then(() => 0, () => producer.append("killed", rows(100, 100)).then(() => 1));
          await cluster.restart(1);
          const again = await waiting;
          const found = await readAll(settings, { topic: "killed", records: 200 });
          const different = new Set(found.map(({ value }) => text.decode(value))).size;
          assert.ok(different === 200 || again === 1, `${different} of ${found.length}`);
        });
      },
    );

    await t.step("batch and stream come to the same over Kafka, with kills", async () => {
      assert.match(await proveOver(cluster.bootstrap), /^All equal/m);
    });
  });
});

Deno.test({ name: "over three Kafka brokers, one of which is lost", ignore }, async () => {
  await withCluster(3, async (cluster) => {
    const settings = settingsOf(cluster.bootstrap, { replication: 3 });
    await withLog(settings, async ({ admin, producer }) => {
      await admin.createTopic("copies", { partitions: 3 });
      await producer.append("copies", rows(300));
      await cluster.kill(2);
      let sent = 300;
      const deadline = Date.now() + WAIT_MS;
      while (sent < 600) {
        try {
          await producer.append("copies", rows(100, sent));
          sent += 100;
        } catch (error) {
          assert.ok(Date.now() < deadline, String(error));
        }
      }
      const found = await readAll(settings, { topic: "copies", records: 600 });
      assert.equal(new Set(found.map(({ value }) => text.decode(value))).size, 600);
    });
  });
});
