// Which of kafkajs's errors pass once a partition has a leader again, and which name a missing right.

/** What brokers say of a topic that is new to them, or not theirs any more. */
const MOVING = new Set([
  ...["NOT_LEADER_FOR_PARTITION", "LEADER_NOT_AVAILABLE", "UNKNOWN_TOPIC_OR_PARTITION"],
  ...["REPLICA_NOT_AVAILABLE", "UNKNOWN_LEADER_EPOCH", "FENCED_LEADER_EPOCH"],
  ...["OFFSET_NOT_AVAILABLE", "ILLEGAL_SASL_STATE"],
]);
/** A broker that is gone, or that the metadata do not know any more. */
const GONE = new Set([
  ...["KafkaJSConnectionError", "KafkaJSConnectionClosedError", "KafkaJSBrokerNotFound"],
  ...["KafkaJSMetadataNotLoaded", "KafkaJSTopicMetadataNotLoaded", "KafkaJSRequestTimeoutError"],
]);

/** The protocol's name of an error; null for one of another kind. */
export function typeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if ("type" in error && typeof error.type === "string") return error.type;
  return error.cause === undefined || error.cause === error ? null : typeOf(error.cause);
}

/** Whether the same question may be answered once metadata were read again. */
export function isLeaderMoving(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return MOVING.has(typeOf(error) ?? "") || GONE.has(error.name);
}

/**
 * The right that the brokers say is missing, as the administrator of a cluster grants it; null for another
 * error.
 *
 * @example
 * ```ts
 * import { missingRight } from "./leader_errors.ts";
 * const error = Object.assign(new Error("no"), { type: "GROUP_AUTHORIZATION_FAILED" });
 * const right = missingRight(error, { topic: "READ", group: "playhead" });
 * if (right !== "READ on the group playhead") throw new Error(String(right));
 * ```
 */
export function missingRight(
  error: unknown,
  { topic, name = "", group = "" }: {
    /** What was to be done with the topic. */
    readonly topic: "READ" | "WRITE" | "CREATE" | "DESCRIBE";
    readonly name?: string;
    readonly group?: string;
  },
): string | null {
  switch (typeOf(error)) {
    case "TOPIC_AUTHORIZATION_FAILED":
      return `${topic} on the topic ${name}`.trimEnd();
    case "GROUP_AUTHORIZATION_FAILED":
      return `READ on the group ${group}`.trimEnd();
    case "CLUSTER_AUTHORIZATION_FAILED":
      return topic === "CREATE" ? "CREATE on the cluster" : "IDEMPOTENT_WRITE on the cluster";
    default:
      return null;
  }
}
