// The topics of the pipeline, and who reads them.

import { MAX_PARTITIONS } from "../domain/log_settings.ts";
import { tooManyPartitions } from "./errors.ts";
import type { LogAdmin } from "./port.ts";

/** Viewing events as producers send them: JSON objects, keyed by user. */
export const EVENTS_TOPIC = "watch.events";
/** Rows that break a rule, as quarantine lines. */
export const QUARANTINE_TOPIC = "watch.quarantine";
/** Both. */
export const PIPELINE_TOPICS = [EVENTS_TOPIC, QUARANTINE_TOPIC] as const;
/** The consumer (group) that keeps the store. */
export const CONSUMER_NAME = "playhead";

/** A header of a record of {@link EVENTS_TOPIC}: where it came from, for the ledger. */
export const SOURCE_HEADER = "source";
/**
 * A header of a record of {@link QUARANTINE_TOPIC}: `row` for a row of a file, which the ledger counts;
 * `copy` for what the consumer quarantined itself and has counted already; `skip` for the word that a row
 * in quarantine is set aside for good. In both topics `retract` is the word that what the source of
 * {@link SOURCE_HEADER} has before it in its partition is removed.
 */
export const KIND_HEADER = "kind";
/** The kind of a record of {@link QUARANTINE_TOPIC} about a file whose rows are sent: what read it, what it leaves out. */
export const IMPORT_KIND = "import";
/** The kind of a record that removes a source, and the header that all records of one removal share. */
export const RETRACT_KIND = "retract", REMOVAL_HEADER = "removal";

/**
 * Makes the topics that are not there; those that are keep their partitions.
 *
 * @throws {LogTopicError} one that is there has more than {@link MAX_PARTITIONS}
 */
export async function createTopics(
  admin: Pick<LogAdmin, "topics" | "createTopic">,
  partitions: number,
): Promise<void> {
  const there = new Map((await admin.topics()).map((info) => [info.topic, info.partitions]));
  for (const topic of PIPELINE_TOPICS) {
    const has = there.get(topic);
    if (has === undefined) await admin.createTopic(topic, { partitions });
    else if (has > MAX_PARTITIONS) throw tooManyPartitions(topic, has);
  }
}
