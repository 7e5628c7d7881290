// Asks the leaders of a topic where its partitions begin and end, and from where on records are of a time.

import type { Kafka } from "kafkajs";
import { endWithin, wait } from "../../clock/wait.ts";
import type { PartitionOffsets } from "../port.ts";
import { type Cluster, clusterOf, READ_COMMITTED, READ_UNCOMMITTED } from "./cluster.ts";
import { isLeaderMoving } from "./leader_errors.ts";

/** Partitions that are added are seen within this time. */
const METADATA_MAX_AGE_MS = 2_000;
/** How long is asked again while a partition's leader settles: about 10 s in all. */
const LEADER_TRIES = 14;
const FIRST_PAUSE_MS = 50, LAST_PAUSE_MS = 1_000, CLOSE_WITHIN_MS = 1_000;
/** Instants that the protocol gives a meaning of their own. */
const EARLIEST = "-2", LATEST = "-1";

interface Asked {
  readonly timestamp: string;
  readonly isolationLevel: number;
}

/** Offsets of topics, by the name that the cluster knows them by. */
export class KafkaOffsets {
  readonly #kafka: Kafka;
  readonly #underWay = new Map<string, Promise<readonly PartitionOffsets[]>>();
  #cluster: Promise<Cluster> | null = null;

  constructor(kafka: Kafka) {
    this.#kafka = kafka;
  }

  /** The range of each partition; who asks while an answer is awaited gets that one. */
  of(name: string): Promise<readonly PartitionOffsets[]> {
    let answer = this.#underWay.get(name);
    if (answer === undefined) {
      answer = this.#retry(name, (cluster) => readOffsets(cluster, name))
        .finally(() => this.#underWay.delete(name));
      this.#underWay.set(name, answer);
    }
    return answer;
  }

  /** How many partitions a topic has. */
  async partitions(name: string): Promise<number> {
    return await this.#retry(
      name,
      (cluster) => Promise.resolve(cluster.findTopicPartitionMetadata(name).length),
    );
  }

  /** The first offset whose record is of this time or later, by the records' own times; null for none. */
  async ofTime(name: string, partition: number, timeMs: number): Promise<number | null> {
    const asked = { timestamp: String(timeMs), isolationLevel: READ_COMMITTED };
    return await this.#retry(name, async (cluster) => {
      const offset = (await listOffsets(cluster, { name, partitions: [partition], asked }))
        .get(partition) ?? -1;
      return offset < 0 ? null : offset;
    });
  }

  async close(): Promise<void> {
    await this.#forget();
  }

  /**
   * A new topic's leader may not know yet that it is, and leaders move, of which a client learns only with new
   * metadata: asked again, by a client that has just read them.
   */
  async #retry<Answer>(name: string, ask: (cluster: Cluster) => Promise<Answer>): Promise<Answer> {
    for (let tries = 1;; tries++) {
      try {
        const cluster = await (this.#cluster ??= this.#connect());
        await cluster.addTargetTopic(name);
        await cluster.refreshMetadataIfNecessary();
        return await ask(cluster);
      } catch (error) {
        await this.#forget();
        if (!isLeaderMoving(error) || tries === LEADER_TRIES) throw error;
      }
      await wait(Math.min(LAST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** tries));
    }
  }

  async #connect(): Promise<Cluster> {
    const cluster = clusterOf(this.#kafka, { metadataMaxAgeMs: METADATA_MAX_AGE_MS });
    await cluster.connect();
    return cluster;
  }

  async #forget(): Promise<void> {
    const cluster = this.#cluster;
    this.#cluster = null;
    if (cluster !== null) {
      await endWithin(CLOSE_WITHIN_MS, async () => await (await cluster).disconnect());
    }
  }
}

async function readOffsets(cluster: Cluster, name: string): Promise<readonly PartitionOffsets[]> {
  const partitions = cluster.findTopicPartitionMetadata(name)
    .map(({ partitionId }) => partitionId).sort((a, b) => a - b);
  const list = (timestamp: string, isolationLevel: number) =>
    listOffsets(cluster, { name, partitions, asked: { timestamp, isolationLevel } });
  const [first, end, stable] = await Promise.all([
    list(EARLIEST, READ_UNCOMMITTED),
    list(LATEST, READ_UNCOMMITTED),
    list(LATEST, READ_COMMITTED),
  ]);
  return partitions.map((partition) => {
    const endOffset = end.get(partition) ?? 0;
    return {
      ...{ partition, firstOffset: first.get(partition) ?? 0, endOffset },
      // Asked at the same time: it may have moved on before the end was read.
      stableOffset: Math.min(endOffset, stable.get(partition) ?? endOffset),
    };
  });
}

async function listOffsets(
  cluster: Cluster,
  { name, partitions, asked }: {
    readonly name: string;
    readonly partitions: readonly number[];
    readonly asked: Asked;
  },
): Promise<Map<number, number>> {
  const { timestamp, isolationLevel } = asked;
  const leaders = Object.entries(cluster.findLeaderForPartitions(name, partitions));
  const answers = await Promise.all(leaders.map(async ([nodeId, own]) => {
    const broker = await cluster.findBroker({ nodeId });
    const { responses } = await broker.listOffsets({
      isolationLevel,
      topics: [{ topic: name, partitions: own.map((partition) => ({ partition, timestamp })) }],
    });
    return responses.flatMap((topic) => topic.partitions);
  }));
  return new Map(answers.flat().map(({ partition, offset }) => [partition, Number(offset)]));
}
