// Topics of a Kafka cluster: listed, and made when they are not there.

import kafkajs, { type Admin, type Kafka } from "kafkajs";
import type { KafkaSettings } from "../../domain/log_settings.ts";
import { LogTopicError } from "../errors.ts";
import { endWithin } from "./end_within.ts";
import type { LogAdmin, PartitionOffsets, Retention, TopicInfo } from "../log.ts";

const { ConfigResourceTypes } = kafkajs;
/** As large as the largest record of the embedded log. */
const MAX_MESSAGE_BYTES = String(16 << 20);
/** How long is asked again while a partition's leader settles: 10 s in all. */
const LEADER_TRIES = 14;
const FIRST_PAUSE_MS = 50, LAST_PAUSE_MS = 1_000;
const CLOSE_WITHIN_MS = 1_000;
/** What brokers say of a topic that is new to them, or not theirs any more. */
const MOVING = new Set([
  ...["NOT_LEADER_FOR_PARTITION", "LEADER_NOT_AVAILABLE", "UNKNOWN_TOPIC_OR_PARTITION"],
  ...["REPLICA_NOT_AVAILABLE", "UNKNOWN_LEADER_EPOCH", "FENCED_LEADER_EPOCH"],
]);

/** Asks the cluster. */
export class KafkaAdmin implements LogAdmin {
  readonly #kafka: Kafka;
  readonly #admin: Admin;
  readonly #replication: number;
  readonly #prefix: string;
  readonly #known = new Set<string>();
  #connected: Promise<void> | null = null;

  constructor(kafka: Kafka, { replication, topicPrefix }: KafkaSettings) {
    this.#kafka = kafka;
    this.#admin = kafka.admin();
    this.#replication = replication;
    this.#prefix = topicPrefix;
  }

  async createTopic(
    topic: string,
    { partitions, retention = {} }: { readonly partitions: number; readonly retention?: Retention },
  ): Promise<void> {
    await this.#connect();
    const configEntries = [
      // The log's own clock: event times are the producers'.
      { name: "message.timestamp.type", value: "LogAppendTime" },
      { name: "max.message.bytes", value: MAX_MESSAGE_BYTES },
      ...retention.ageMs === undefined
        ? []
        : [{ name: "retention.ms", value: String(retention.ageMs) }],
      ...retention.sizeBytes === undefined
        ? []
        : [{ name: "retention.bytes", value: String(retention.sizeBytes) }],
    ];
    try {
      await this.#admin.createTopics({
        waitForLeaders: false, // the driver fails where a broker has not heard of the topic yet
        topics: [{
          ...{ topic: this.#prefix + topic, numPartitions: partitions },
          replicationFactor: this.#replication,
          configEntries,
        }],
      });
    } catch (error) {
      throw asTopicError(topic, error, this.#replication);
    }
    const name = this.#prefix + topic;
    await this.#askLeaders((admin) => admin.fetchTopicOffsets(name));
    this.#known.add(name);
  }

  async topics(): Promise<readonly TopicInfo[]> {
    await this.#connect();
    const names = (await this.#admin.listTopics())
      .filter((name) => name.startsWith(this.#prefix) && !name.startsWith("__")).sort();
    if (names.length === 0) return [];
    const { topics } = await this.#askLeaders((admin) =>
      admin.fetchTopicMetadata({ topics: names })
    );
    const retentions = await this.#retentions(names);
    return topics.map(({ name, partitions }) => ({
      ...{ topic: name.slice(this.#prefix.length), partitions: partitions.length },
      sizeBytes: null,
      retention: retentions.get(name) ?? {},
    }));
  }

  async offsets(topic: string): Promise<readonly PartitionOffsets[]> {
    await this.#connect();
    const name = this.#prefix + topic;
    // A client that asked once for a topic that is not there fails in all it does from then on.
    if (!this.#known.has(name)) {
      if (!(await this.#admin.listTopics()).includes(name)) {
        throw new LogTopicError(`Cannot read the topic ${name} as there is none of that name`);
      }
      this.#known.add(name);
    }
    const offsets = await this.#askLeaders((admin) => admin.fetchTopicOffsets(name));
    return offsets.map(({ partition, low, high }) => ({
      ...{ partition, firstOffset: Number(low), endOffset: Number(high) },
    })).sort((a, b) => a.partition - b.partition);
  }

  /** Removes topics with all they hold. */
  async deleteTopics(topics: readonly string[]): Promise<void> {
    await this.#connect();
    this.#known.clear();
    await this.#admin.deleteTopics({ topics: topics.map((topic) => this.#prefix + topic) });
  }

  async close(): Promise<void> {
    if (this.#connected === null) return;
    await endWithin(CLOSE_WITHIN_MS, () => this.#admin.disconnect());
  }

  /**
   * A new topic's leader may not know yet that it is, and leaders move, of which the driver learns only with
   * new metadata: asked again, by a driver that has just read them.
   */
  async #askLeaders<Answer>(ask: (admin: Admin) => Promise<Answer>): Promise<Answer> {
    try {
      return await ask(this.#admin);
    } catch (error) {
      if (!isLeaderMoving(error)) throw error;
    }
    for (let tries = 1;; tries++) {
      await new Promise((resolve) =>
        setTimeout(resolve, Math.min(LAST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** tries))
      );
      const admin = this.#kafka.admin();
      await admin.connect();
      try {
        return await ask(admin);
      } catch (error) {
        if (!isLeaderMoving(error) || tries === LEADER_TRIES) throw error;
      } finally {
        await admin.disconnect();
      }
    }
  }

  #connect(): Promise<void> {
    return this.#connected ??= this.#admin.connect().catch((error) => {
      this.#connected = null;
      throw error;
    });
  }

  async #retentions(names: readonly string[]): Promise<Map<string, Retention>> {
    const { resources } = await this.#admin.describeConfigs({
      includeSynonyms: false,
      resources: names.map((name) => ({
        type: ConfigResourceTypes.TOPIC,
        ...{ name, configNames: ["retention.ms", "retention.bytes"] },
      })),
    });
    return new Map(resources.map(({ resourceName, configEntries }) => {
      const valueOf = (name: string) =>
        Number(configEntries.find((entry) => entry.configName === name)?.configValue ?? -1);
      const ageMs = valueOf("retention.ms"), sizeBytes = valueOf("retention.bytes");
      return [resourceName, {
        ...ageMs >= 0 ? { ageMs } : {},
        ...sizeBytes >= 0 ? { sizeBytes } : {},
      }];
    }));
  }
}

function isLeaderMoving(error: unknown): boolean {
  return error instanceof Error && "type" in error &&
    MOVING.has(String(error.type));
}

function asTopicError(topic: string, error: unknown, replication: number): unknown {
  const told = error instanceof Error
    ? [error.message, ...("errors" in error ? (error.errors as Error[]).map((e) => e.message) : [])]
    : [String(error)];
  const text = told.join("; ");
  if (/replication/i.test(text)) {
    return new LogTopicError(
      `Cannot make the topic ${topic} as there must be as many brokers as copies ` +
        `(KAFKA_REPLICATION): current value is ${replication}. ${text}`,
    );
  }
  return error;
}
