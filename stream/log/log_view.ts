// What is in the embedded log, by a connection that only reads: topics, offsets, places by time.

import type { DatabaseSync } from "node:sqlite";
import type { PartitionOffsets, TopicInfo } from "../log.ts";
import { openForReading, readOffsets, storedTopic, storedTopics } from "./log_database.ts";

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

  /** The first offset of a partition whose record came at `timeMs` or later; its end when none did. */
  offsetAt(topic: string, partition: number, timeMs: number): number {
    const { id } = storedTopic(this.database, topic);
    const found = this.database.prepare(
      `SELECT base_offset FROM batches WHERE topic_id = ? AND partition = ? AND ingest_ms >= ?
       ORDER BY base_offset LIMIT 1`,
    ).get(id, partition, timeMs) as { base_offset: number } | undefined;
    return found?.base_offset ?? this.offsets(topic)[partition]!.endOffset;
  }

  close(): void {
    this.database.close();
  }
}
