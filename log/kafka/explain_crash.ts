// Why a consumer of a group ended, in words for people: a right that is missing, another program in the group.

import type { Kafka } from "kafkajs";
import { endWithin } from "../../clock/wait.ts";
import { LogAccessError } from "../errors.ts";
import { clusterOf } from "./cluster.ts";
import { missingRight, typeOf } from "./leader_errors.ts";

/** Of the protocol: what coordinates a group, not a transaction. */
const GROUP = 0;
const CLOSE_WITHIN_MS = 500;

/** The group and its topics; the cluster knows them with the prefix. */
interface GroupNames {
  readonly name: string;
  readonly topics: readonly string[];
  readonly topicPrefix: string;
}

/** An error in the settings' terms, or the given one. */
export async function explainCrash(
  kafka: Kafka,
  error: Error,
  { name, topics, topicPrefix }: GroupNames,
): Promise<Error> {
  const group = topicPrefix + name, names = topics.map((topic) => topicPrefix + topic).join(", ");
  if (typeOf(error) === "INCONSISTENT_GROUP_PROTOCOL") {
    return new LogAccessError(
      `Cannot join the consumer group ${group} as another program is in it that shares out ` +
        `partitions in another way: end it, or give one of them another name ` +
        `(KAFKA_TOPIC_PREFIX: current value is "${topicPrefix}")`,
    );
  }
  const right = missingRight(error, { topic: "READ", name: names, group }) ??
    await missingGroupRight(kafka, error, group);
  if (right === null) return error;
  return new LogAccessError(
    `Cannot read from Kafka as the user must have ${right}: ${error.message}`,
  );
}

/** The driver tells a refusal as a coordinator that is not found. */
async function missingGroupRight(
  kafka: Kafka,
  error: Error,
  group: string,
): Promise<string | null> {
  if (!/coordinator/i.test(`${error.name} ${error.message}`)) return null;
  return await groupRight(kafka, group).catch(() => null);
}

/** The right that is missing to be a member of the group; null when there is none. */
export async function groupRight(kafka: Kafka, group: string): Promise<string | null> {
  const cluster = clusterOf(kafka);
  try {
    await cluster.connect();
    await cluster.refreshMetadata();
    const broker = await cluster.findControllerBroker();
    await broker.findGroupCoordinator({ groupId: group, coordinatorType: GROUP });
    return null;
  } catch (error) {
    const right = missingRight(error, { topic: "READ", group });
    if (right === null) throw error;
    return right;
  } finally {
    await endWithin(CLOSE_WITHIN_MS, () => cluster.disconnect());
  }
}
