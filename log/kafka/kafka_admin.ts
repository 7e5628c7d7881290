// Topics of a Kafka cluster: listed, and made when they are not there.

import kafkajs, { type Admin, type Kafka } from "kafkajs";
import { endWithin } from "../../clock/wait.ts";
import type { KafkaSettings } from "../../domain/log_settings.ts";
import { LogTopicError } from "../errors.ts";
import { KafkaOffsets } from "./kafka_offsets.ts";
import { missingRight } from "./leader_errors.ts";
import type { LogAdmin, OwnedPartition, PartitionOffsets, Retention, TopicInfo } from "../port.ts";

const { ConfigResourceTypes } = kafkajs, { MemberAssignment } = kafkajs.AssignerProtocol;
/** As large as the largest record of the embedded log. */
const MAX_MESSAGE_BYTES = String(16 << 20);
const CLOSE_WITHIN_MS = 1_000;

/** Asks the cluster. */
export class KafkaAdmin implements LogAdmin {
  readonly #admin: Admin;
  readonly #offsets: KafkaOffsets;
  readonly #replication: number;
  readonly #prefix: string;
  readonly #known = new Set<string>();
  #connected: Promise<void> | null = null;

  constructor(kafka: Kafka, { replication, topicPrefix }: KafkaSettings) {
    this.#admin = kafka.admin();
    this.#offsets = new KafkaOffsets(kafka);
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
      throw asTopicError(this.#prefix + topic, error, { partitions, copies: this.#replication });
    }
    const name = this.#prefix + topic;
    await this.#offsets.of(name);
    this.#known.add(name);
  }

  async topics(): Promise<readonly TopicInfo[]> {
    await this.#connect();
    const names = (await this.#admin.listTopics())
      .filter((name) => name.startsWith(this.#prefix) && !name.startsWith("__")).sort();
    if (names.length === 0) return [];
    const { topics } = await this.#admin.fetchTopicMetadata({ topics: names });
    const retentions = await this.#retentions(names);
    return topics.map(({ name, partitions }) => ({
      ...{ topic: name.slice(this.#prefix.length), partitions: partitions.length },
      sizeBytes: null,
      retention: retentions?.get(name) ?? {},
    }));
  }

  async offsets(topic: string): Promise<readonly PartitionOffsets[]> {
    return await this.#offsets.of(await this.#nameOf(topic));
  }

  async offsetOfTime(
    { topic, partition }: { readonly topic: string; readonly partition: number },
    timeMs: number,
  ): Promise<number | null> {
    return await this.#offsets.ofTime(await this.#nameOf(topic), partition, timeMs);
  }

  /** How many partitions the topic has; partitions may be added at any time. */
  async partitionsOf(topic: string): Promise<number> {
    return await this.#offsets.partitions(await this.#nameOf(topic));
  }

  async partitionsOfGroup(group: string): Promise<readonly OwnedPartition[] | null> {
    await this.#connect();
    const answer = await this.#admin.describeGroups([this.#prefix + group]).catch(() => null);
    const described = answer?.groups[0];
    if (described?.state !== "Stable") return null;
    return described.members.flatMap(({ memberAssignment }) => {
      const { assignment = {} } = MemberAssignment.decode(memberAssignment) ?? {};
      return Object.entries(assignment).flatMap(([name, partitions]) =>
        partitions.map((partition) => ({ topic: name.slice(this.#prefix.length), partition }))
      );
    });
  }

  /** Removes topics with all they hold. */
  async deleteTopics(topics: readonly string[]): Promise<void> {
    await this.#connect();
    this.#known.clear();
    await this.#admin.deleteTopics({ topics: topics.map((topic) => this.#prefix + topic) });
  }

  async close(): Promise<void> {
    await this.#offsets.close();
    if (this.#connected === null) return;
    await endWithin(CLOSE_WITHIN_MS, () => this.#admin.disconnect());
  }

  /** As the cluster knows it; asking a leader for a topic that is not there would go on for long. */
  async #nameOf(topic: string): Promise<string> {
    const name = this.#prefix + topic;
    if (this.#known.has(name)) return name;
    await this.#connect();
    if (!(await this.#admin.listTopics()).includes(name)) {
      throw new LogTopicError(`Cannot read the topic ${name} as there is none of that name`);
    }
    this.#known.add(name);
    return name;
  }

  #connect(): Promise<void> {
    return this.#connected ??= this.#admin.connect().catch((error) => {
      this.#connected = null;
      throw error;
    });
  }

  /** Null where the user may not read it: it is only shown. */
  async #retentions(names: readonly string[]): Promise<Map<string, Retention> | null> {
    const resources = await this.#configs(names).catch((error) => {
      if (missingRight(error, { topic: "DESCRIBE" }) === null) throw error;
      return null;
    });
    return resources && new Map(resources.map(({ resourceName, configEntries }) => {
      const valueOf = (name: string) =>
        Number(configEntries.find((entry) => entry.configName === name)?.configValue ?? -1);
      const ageMs = valueOf("retention.ms"), sizeBytes = valueOf("retention.bytes");
      return [resourceName, {
        ...ageMs >= 0 ? { ageMs } : {},
        ...sizeBytes >= 0 ? { sizeBytes } : {},
      }];
    }));
  }

  async #configs(names: readonly string[]) {
    const { resources } = await this.#admin.describeConfigs({
      includeSynonyms: false,
      resources: names.map((name) => ({
        type: ConfigResourceTypes.TOPIC,
        ...{ name, configNames: ["retention.ms", "retention.bytes"] },
      })),
    });
    return resources;
  }
}

function asTopicError(
  name: string,
  error: unknown,
  { partitions, copies }: { readonly partitions: number; readonly copies: number },
): unknown {
  const all = [error, ...errorsOf(error)];
  const text = all.map((one) => one instanceof Error ? one.message : String(one)).join("; ");
  const right = all.map((one) => missingRight(one, { topic: "CREATE", name }))
    .find((one) => one !== null);
  if (right !== undefined) {
    return new LogTopicError(
      `Cannot make the topic ${name} as the user must have ${right}: grant it, or make the topic ` +
        `with ${partitions} partitions. ${text}`,
    );
  }
  if (/replication/i.test(text)) {
    return new LogTopicError(
      `Cannot make the topic ${name} as there must be as many brokers as copies ` +
        `(KAFKA_REPLICATION): current value is ${copies}. ${text}`,
    );
  }
  return error;
}

function errorsOf(error: unknown): readonly unknown[] {
  return error instanceof Error && "errors" in error ? error.errors as unknown[] : [];
}
