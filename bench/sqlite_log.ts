// The other way to keep a log: SQLite with one blob for each partition of a batch. For comparison only.

import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { NewRecord } from "../stream/log.ts";
import { PendingCommit } from "../stream/log/pending_commit.ts";
import { RecordEncoder } from "../stream/log/record_codec.ts";

/** Encodes records as the embedded log does, so that only the store differs. */
export class SqliteLog {
  readonly #database: DatabaseSync;
  readonly #insert: StatementSync;
  readonly #encoder = new RecordEncoder();
  #nextOffsets: number[];

  constructor(path: string, partitions: number) {
    this.#database = new DatabaseSync(path);
    this.#database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      CREATE TABLE batch (
        partition INTEGER, base_offset INTEGER, records INTEGER, data BLOB,
        PRIMARY KEY (partition, base_offset)
      ) WITHOUT ROWID`);
    this.#insert = this.#database.prepare("INSERT INTO batch VALUES (?, ?, ?, ?)");
    this.#nextOffsets = new Array<number>(partitions).fill(0);
  }

  /** Returns once the records are durable. */
  append(records: readonly NewRecord[]): void {
    const commit = new PendingCommit(this.#nextOffsets.length, this.#encoder);
    void commit.add(records);
    this.#database.exec("BEGIN");
    this.#nextOffsets = commit.batches(this.#nextOffsets).map((batch) => {
      const { partition, baseOffset, records, bytes } = batch;
      if (records > 0) this.#insert.run(partition, baseOffset, records, bytes);
      return baseOffset + records;
    });
    this.#database.exec("COMMIT");
  }

  close(): void {
    this.#database.close();
  }
}
