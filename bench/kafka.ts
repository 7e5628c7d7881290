// Measures the log over Kafka beside librdkafka and Kafka's own tools: `deno task bench:kafka [ROWS [--fast]]`. One broker of its own on this
// machine, the same rows for all. Writes docs/benchmarks.md.

import { join } from "node:path";
import type { LogSettings } from "../domain/log_settings.ts";
import { startService } from "../tests/start_service.ts";
import { openConsumer, openLog } from "../log/open_log.ts";
import { KafkaCluster } from "../tasks/kafka/kafka_cluster.ts";
import { describeMachine } from "./describe_machine.ts";
import { drainLog } from "./drain_log.ts";
import { KafkaPerfTools } from "./kafka_perf_tools.ts";
import { type Listened, renderKafkaSection } from "./kafka_section.ts";
import { appendAll, measureStream } from "./measure_stream.ts";
import { benchPath, PROJECT_FOLDER } from "./paths.ts";
import { generateEvents } from "./stream.ts";
import { measureLive } from "./service/measure_live.ts";
import { writeSection } from "./write_section.ts";

const DEFAULT_ROWS = 500_000, PARTITIONS = 4, POLL_RECORDS = 5_000, STEADY = 1_000, FAST = 10_000;
const SOCKETS = { clients: 200, seconds: 20 };
const PYTHON = benchPath(".venv/bin/python");

type KafkaLog = LogSettings & { readonly kind: "kafka" };

function settingsOf(bootstrap: string, dataPath: string, topicPrefix = ""): KafkaLog {
  return {
    ...{ kind: "kafka", dataPath },
    kafka: {
      ...{ brokers: [bootstrap], compression: "gzip", topicPrefix, replication: 1 },
      ...{ tls: false, tlsAuthority: null, sasl: null },
    },
  };
}

/** Seconds until every row of the file is acknowledged. */
async function produce(settings: KafkaLog, topic: string, path: string): Promise<number> {
  const log = await openLog(settings);
  try {
    await log.admin.createTopic(topic, { partitions: PARTITIONS });
    const startMs = performance.now();
    await appendAll(log, { path, topic });
    return (performance.now() - startMs) / 1_000;
  } finally {
    await log.close();
  }
}

/** Seconds from the assignment of the partitions to the last record, as a group of one. */
async function consume(settings: KafkaLog, topic: string, rows: number): Promise<number> {
  let startMs = 0;
  const consumer = await openConsumer(settings, {
    ...{ name: `ours-${topic}`, topics: [topic], positionOf: () => null },
    onAssigned: () => startMs = performance.now(),
  });
  try {
    for (let read = 0; read < rows;) {
      const batches = await consumer.poll(POLL_RECORDS, AbortSignal.timeout(60_000));
      for (const { records } of batches) read += records.length;
    }
    return (performance.now() - startMs) / 1_000;
  } finally {
    await consumer.close();
  }
}

async function confluent(...given: readonly string[]): Promise<number> {
  const { success, stdout } = await new Deno.Command(PYTHON, {
    args: [benchPath("peers/kafka_confluent.py"), ...given],
    stderr: "inherit",
  }).output();
  if (!success) {
    throw new Error("Cannot measure confluent-kafka: `deno task bench:env` installs it");
  }
  return JSON.parse(new TextDecoder().decode(stdout)).seconds;
}

/** From sending views to a service on Kafka to their message on its WebSockets. */
async function listen(bootstrap: string, dataPath: string): Promise<Listened> {
  const service = await startService(dataPath, {
    ...{ KAFKA_BOOTSTRAP_SERVERS: bootstrap, KAFKA_TOPIC_PREFIX: "live." },
  });
  try {
    const steady = await measureLive(service, { ...SOCKETS, viewsPerSecond: STEADY });
    const fast = await measureLive(service, { ...SOCKETS, viewsPerSecond: FAST });
    return { clients: SOCKETS.clients, steady, fast };
  } finally {
    service.kill("SIGTERM");
    await service.ended;
  }
}

if (import.meta.main) {
  const rows = Number(Deno.args[0] ?? DEFAULT_ROWS);
  // Not by itself: 10,000 appends a second are about what the log takes, and it may not keep up.
  const fast = Deno.args.includes("--fast") ? { fastPerSecond: FAST } : {};
  const folder = await Deno.makeTempDir({ prefix: "playhead-kafka-bench-" });
  const libraries = join(PROJECT_FOLDER, "data", "kafka");
  await Deno.mkdir(libraries, { recursive: true });
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  try {
    const input = join(folder, "events.ndjson");
    await generateEvents(input, rows);
    const cluster = await KafkaCluster.start({ folder, libraries, brokers: 1, port });
    try {
      const { bootstrap } = cluster, settings = settingsOf(bootstrap, join(folder, "data"));
      const produced = await produce(settings, "ours", input);
      const others = await openLog(settings);
      await others.admin.createTopic("theirs", { partitions: PARTITIONS });
      await others.admin.createTopic("tools", { partitions: PARTITIONS });
      await others.close();
      const tools = await KafkaPerfTools.open(libraries, bootstrap);
      const figures = {
        rows,
        produced,
        producedByOther: await confluent("produce", bootstrap, "theirs", input),
        consumed: await consume(settings, "ours", rows),
        consumedByOther: await confluent("consume", bootstrap, "ours", String(rows)),
        producedByTools: rows / await tools.produce("tools", input, rows),
        consumedByTools: rows / await tools.consume("ours", rows),
        drained: await drainLog(
          { path: input, rows },
          settingsOf(bootstrap, join(folder, "drained"), "drained."),
        ),
        listened: await listen(bootstrap, join(folder, "live")),
        stream: await measureStream({ path: input, rows, ...fast }, settings),
      };
      const section = renderKafkaSection(figures, {
        load: Deno.loadavg()[0]!,
        machine: await describeMachine({ withPeers: false }),
      });
      console.log(section);
      await writeSection(`${PROJECT_FOLDER}/docs/benchmarks.md`, "bench:kafka", section);
    } finally {
      await cluster.stop();
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  Deno.exit(); // all is closed; a run without anybody at it must not wait for a client's connection
}
