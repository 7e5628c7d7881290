// A passer-by: fetches from the partitions' leaders without joining a group, which takes seconds and leaves a name.

import type { Kafka, KafkaMessage } from "kafkajs";
import Batch from "kafkajs/src/consumer/batch.js";
import { endWithin, wait } from "../../clock/wait.ts";
import type { ConsumerOptions, LogBatch, LogConsumer } from "../port.ts";
import { type Cluster, clusterOf, READ_COMMITTED } from "./cluster.ts";
import type { KafkaAdmin } from "./kafka_admin.ts";
import { toRecord } from "./to_record.ts";

interface FetchedBatch {
  readonly messages: readonly KafkaMessage[];
  readonly rawMessages: readonly unknown[];
  readonly highWatermark: string;
  readonly partition: number;
  lastOffset(): string;
}

const FETCH_WAIT_MS = 100, MAX_FETCH_BYTES = 4 << 20, PAUSE_MS = 200, CLOSE_WITHIN_MS = 2_000;
const MakeBatch = Batch as unknown as new (
  topic: string,
  offset: string,
  fetched: object,
) => FetchedBatch;

/** Opens it on the partitions of one topic. */
export async function openKafkaLook(
  kafka: Kafka,
  admin: KafkaAdmin,
  { topics, partitions, positionOf, topicPrefix }: ConsumerOptions & {
    readonly topicPrefix: string;
  },
): Promise<LogConsumer> {
  const [topic, ...others] = topics as readonly [string, ...string[]];
  if (others.length > 0) throw new RangeError("A passer-by looks at one topic");
  const next = new Map<number, number>();
  const wanted = partitions?.map((partition) => ({ partition, firstOffset: 0 }));
  const isKnown = wanted?.every(({ partition }) => positionOf(topic, partition) !== null) ?? false;
  for (const { partition, firstOffset } of isKnown ? wanted! : await admin.offsets(topic)) {
    if (partitions !== undefined && !partitions.includes(partition)) continue;
    next.set(partition, positionOf(topic, partition) ?? firstOffset);
  }
  const cluster = clusterOf(kafka);
  await cluster.connect();
  const look = new KafkaLook(cluster, { topic, name: topicPrefix + topic, next });
  try {
    await cluster.addTargetTopic(topicPrefix + topic);
    return look;
  } catch (error) {
    await look.close();
    throw error;
  }
}

interface LookedAt {
  readonly topic: string;
  /** As the cluster knows the topic. */
  readonly name: string;
  readonly next: Map<number, number>;
}

class KafkaLook implements LogConsumer {
  readonly #cluster: Cluster;
  readonly #at: LookedAt;

  constructor(cluster: Cluster, at: LookedAt) {
    this.#cluster = cluster;
    this.#at = at;
  }

  async poll(maxRecords: number, signal: AbortSignal): Promise<readonly LogBatch[]> {
    for (;;) {
      signal.throwIfAborted();
      const batches = await this.#fetch().catch((error) => this.#recover(error));
      const found: LogBatch[] = [];
      let room = maxRecords;
      for (const batch of batches) {
        if (batch.rawMessages.length === 0) continue;
        const records = batch.messages.slice(0, room).map(toRecord);
        const isWhole = records.length === batch.messages.length;
        if (!isWhole && records.length === 0) continue;
        room -= records.length;
        const nextOffset = isWhole ? Number(batch.lastOffset()) + 1 : records.at(-1)!.offset + 1;
        this.#at.next.set(batch.partition, nextOffset);
        found.push({
          ...{ topic: this.#at.topic, partition: batch.partition, records, nextOffset },
          endOffset: Number(batch.highWatermark),
        });
      }
      if (found.length > 0) return found;
    }
  }

  seek(_topic: string, partition: number, offset: number): void {
    this.#at.next.set(partition, offset);
  }

  async close(): Promise<void> {
    await endWithin(CLOSE_WITHIN_MS, () => this.#cluster.disconnect());
  }

  async #fetch(): Promise<readonly FetchedBatch[]> {
    const { name, next } = this.#at;
    const leaders = this.#cluster.findLeaderForPartitions(name, [...next.keys()]);
    const fetched = await Promise.all(
      Object.entries(leaders).map(async ([nodeId, partitions]) => {
        const broker = await this.#cluster.findBroker({ nodeId });
        const asked = partitions.map((partition) => (
          { partition, fetchOffset: String(next.get(partition)!), maxBytes: MAX_FETCH_BYTES }
        ));
        const { responses } = await broker.fetch({
          ...{ maxWaitTime: FETCH_WAIT_MS, minBytes: 1, maxBytes: MAX_FETCH_BYTES },
          ...{ isolationLevel: READ_COMMITTED, topics: [{ topic: name, partitions: asked }] },
        });
        return responses.flatMap(({ partitions }) => partitions);
      }),
    );
    return fetched.flat().map((one) => new MakeBatch(name, String(next.get(one.partition)!), one));
  }

  /** Leaders move, and brokers come back. What cannot be had is for the caller's signal to end. */
  async #recover(error: unknown): Promise<readonly FetchedBatch[]> {
    const type = error instanceof Error && "type" in error ? error.type : null;
    if (type === "OFFSET_OUT_OF_RANGE") throw error;
    await wait(PAUSE_MS);
    await endWithin(PAUSE_MS * 10, () => this.#cluster.refreshMetadata());
    return [];
  }
}
