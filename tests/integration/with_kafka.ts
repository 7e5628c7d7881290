// A real Kafka for tests: brokers of their own, the log over them, and what a topic holds.

import { fileURLToPath } from "node:url";
import type { LogSettings } from "../../domain/log_settings.ts";
import { createKafka } from "../../log/kafka/create_kafka.ts";
import type { LogRecord } from "../../log/port.ts";
import { openConsumer, type OpenLog, openLog } from "../../log/open_log.ts";
import { type ClusterOptions, KafkaCluster } from "../../tasks/kafka/kafka_cluster.ts";
import { hasKafkaTools } from "../../tasks/kafka/kafka_files.ts";

/** The settings of a log over Kafka. */
export type KafkaLog = LogSettings & { readonly kind: "kafka" };

/** A record and where it lay. */
export type FoundRecord = LogRecord & { readonly partition: number };

const hasTools = await hasKafkaTools();
if (!hasTools) console.warn("SKIPPED: tests over Kafka, as Java or Maven were not found");
/** Without Java these tests are left out, but never where everything was to be installed. */
export const ignoreKafka = !hasTools && !Deno.env.get("CI");
/** Where Kafka's libraries are, as `deno task kafka` keeps them. */
export const LIBRARIES = fileURLToPath(new URL("../../data/kafka", import.meta.url));
/** Everything that a test waits for comes within this time. */
export const WAIT_MS = 60_000;

/** The log's settings over these brokers. */
export function settingsOf(bootstrap: string, more: Partial<KafkaLog["kafka"]> = {}): KafkaLog {
  return {
    ...{ kind: "kafka", dataPath: "unused" },
    kafka: {
      ...{ brokers: bootstrap.split(","), compression: "gzip", topicPrefix: "", replication: 1 },
      ...{ tls: false, tlsAuthority: null, sasl: null, ...more },
    },
  };
}

/** Runs brokers for as long as `use` takes. */
export async function withCluster(
  options: Pick<ClusterOptions, "brokers" | "protocol"> & {
    readonly prepare?: (folder: string) => Promise<Partial<ClusterOptions>>;
  },
  use: (cluster: KafkaCluster, folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "playhead-kafka-" });
  await Deno.mkdir(LIBRARIES, { recursive: true });
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const { prepare, ...given } = options;
  try {
    const more = await prepare?.(folder) ?? {};
    const cluster = await KafkaCluster.start({
      ...{ folder, libraries: LIBRARIES, port, ...given, ...more },
    });
    try {
      await use(cluster, folder);
    } finally {
      await cluster.stop();
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The log, open for writing. */
export async function withLog(
  settings: KafkaLog,
  use: (log: OpenLog) => Promise<void>,
): Promise<void> {
  const log = await openLog(settings);
  try {
    await use(log);
  } finally {
    await log.close();
  }
}

/** Reads until so many records came, as a passer-by or a group that begins at the log's start. */
export async function readAll(
  settings: KafkaLog,
  { topic, records, group = null }: {
    readonly topic: string;
    readonly records: number;
    readonly group?: string | null;
  },
): Promise<FoundRecord[]> {
  const consumer = await openConsumer(settings, {
    ...{ name: group, topics: [topic], positionOf: () => null },
  });
  // By place: a consumer may offer again what was not committed, and the store knows that it has it.
  const found = new Map<string, FoundRecord>();
  try {
    while (found.size < records) {
      const batches = await consumer.poll(200, AbortSignal.timeout(WAIT_MS));
      for (const { partition, records } of batches) {
        for (const record of records) {
          found.set(`${partition}/${record.offset}`, { ...record, partition });
        }
      }
    }
  } finally {
    await consumer.close();
  }
  return [...found.values()];
}

/** What the brokers know of a group: the next offset by `topic/partition`. */
export async function toldOffsets(settings: KafkaLog, group: string): Promise<Map<string, number>> {
  const admin = createKafka(settings.kafka).admin();
  await admin.connect();
  try {
    const topics = await admin.fetchOffsets({ groupId: group });
    return new Map(
      topics.flatMap(({ topic, partitions }) =>
        partitions.map(({ partition, offset }) =>
          [`${topic}/${partition}`, Number(offset)] as const
        )
      ),
    );
  } finally {
    await admin.disconnect();
  }
}
