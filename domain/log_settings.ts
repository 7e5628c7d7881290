// Which log the stream uses, and how it is reached. Plain data, so that it can be sent to a worker.

/** A topic has no more partitions: threads share memory with a place for each of them. */
export const MAX_PARTITIONS = 1_024;

/** How values are packed on their way to Kafka. */
export const KAFKA_COMPRESSIONS = ["none", "gzip", "snappy", "zstd"] as const;
/** How one may sign in. */
export const SASL_MECHANISMS = ["plain", "scram-sha-256", "scram-sha-512"] as const;

/** A Kafka cluster. */
export interface KafkaSettings {
  /** `host:port` of some of its brokers. */
  readonly brokers: readonly string[];
  readonly compression: typeof KAFKA_COMPRESSIONS[number];
  /** Put before the names of topics and groups: several pipelines may share a cluster. */
  readonly topicPrefix: string;
  /** Copies of topics that are made here. */
  readonly replication: number;
  readonly tls: boolean;
  /** PEM of the authority that signed the brokers' certificates; the system's when absent. */
  readonly tlsAuthority: string | null;
  readonly sasl: {
    readonly mechanism: typeof SASL_MECHANISMS[number];
    readonly username: string;
    readonly password: string;
  } | null;
  /** Where the schemas of framed records are asked for; without one, their JSON is read as it is. */
  readonly schemaRegistry?: string | null;
}

/** The embedded log in the data's folder, or Kafka. */
export type LogSettings =
  | { readonly kind: "embedded"; readonly dataPath: string }
  | { readonly kind: "kafka"; readonly dataPath: string; readonly kafka: KafkaSettings };
