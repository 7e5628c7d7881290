// kafkajs's own view of a cluster: what its groups and producers are made of, which its types do not show.

import type { Kafka, KafkaMessage } from "kafkajs";

/** Leaders of partitions and the brokers to ask. The exact version in deno.json keeps this as it is. */
export interface Cluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  addTargetTopic(topic: string): Promise<void>;
  refreshMetadata(): Promise<void>;
  refreshMetadataIfNecessary(): Promise<void>;
  findTopicPartitionMetadata(topic: string): readonly PartitionMetadata[];
  findLeaderForPartitions(
    topic: string,
    partitions: readonly number[],
  ): Readonly<Record<string, readonly number[]>>;
  findBroker(node: { readonly nodeId: string }): Promise<Broker>;
  findControllerBroker(): Promise<Broker>;
}

/** A partition as its topic's metadata tell it. */
export interface PartitionMetadata {
  readonly partitionId: number;
  readonly leader: number;
}

/** One broker's answers to requests of the protocol. */
export interface Broker {
  fetch(options: object): Promise<{ readonly responses: readonly FetchedTopic[] }>;
  listOffsets(options: {
    readonly isolationLevel: number;
    readonly topics: readonly {
      readonly topic: string;
      readonly partitions: readonly { readonly partition: number; readonly timestamp: string }[];
    }[];
  }): Promise<{ readonly responses: readonly ListedTopic[] }>;
  findGroupCoordinator(options: {
    readonly groupId: string;
    readonly coordinatorType: number;
  }): Promise<unknown>;
}

/** What a fetch gives of a partition. */
export interface FetchedPartition {
  readonly partition: number;
  readonly highWatermark: string;
  readonly lastStableOffset: string;
  readonly messages: readonly KafkaMessage[];
}

interface FetchedTopic {
  readonly partitions: readonly FetchedPartition[];
}

interface ListedTopic {
  readonly partitions: readonly { readonly partition: number; readonly offset: string }[];
}

/** Whether records of transactions that are not committed count. */
export const READ_UNCOMMITTED = 0, READ_COMMITTED = 1;

/** A cluster of its own: it connects when it is told to, and reads metadata again when they are older than this. */
export function clusterOf(
  kafka: Kafka,
  { metadataMaxAgeMs, isolationLevel = READ_COMMITTED }: {
    readonly metadataMaxAgeMs?: number;
    readonly isolationLevel?: number;
  } = {},
): Cluster {
  const create = Object.getOwnPropertySymbols(kafka)
    .find(({ description }) => description === "private:Kafka:createCluster")!;
  const own = kafka as unknown as Record<symbol, (options: object) => Cluster>;
  return own[create]!({
    ...{ allowAutoTopicCreation: false, isolationLevel },
    ...metadataMaxAgeMs === undefined ? {} : { metadataMaxAge: metadataMaxAgeMs },
  });
}
