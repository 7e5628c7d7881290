// What is in the embedded log, by a connection that only reads: topics and offsets.

import type { DatabaseSync } from "node:sqlite";
import type { PartitionOffsets, TopicInfo } from "../port.ts";
import { openForReading, readOffsets, storedTopics } from "./log_database.ts";

/** A connection to the log of a folder. */
export class LogView {
  readonly database: DatabaseSync;

  constructor(path: string) {
    this.database = openForReading(path);
  }

  /** All topics; their size is that of their batches. */
  topics(): readonly TopicInfo[] {
    const size = this.database.prepare(
      "SELECT sum(bytes) AS bytes FROM partitions WHERE topic_id = ?",
    );
    return storedTopics(this.database).map(({ id, topic, partitions }) => {
      const { bytes } = size.get(id) as { bytes: number };
      return { topic, partitions, retention: {}, sizeBytes: bytes };
    });
  }

  /** @throws {import("../errors.ts").LogTopicError} there is no such topic */
  offsets(topic: string): readonly PartitionOffsets[] {
    return readOffsets(this.database, topic);
  }

  close(): void {
    this.database.close();
  }
}
