// Writes the embedded log: one transaction for each commit, synced before it is acknowledged.

import type { DatabaseSync, StatementSync } from "node:sqlite";
import { crc32 } from "node:zlib";
import { MAX_PARTITIONS } from "../../domain/log_settings.ts";
import { LogReplacedError, LogTopicError } from "../errors.ts";
import type { CoveredOffset } from "../port.ts";
import { checkTopicName, identityOf, openForWriting, storedTopics } from "./log_database.ts";
import { OpenFiles } from "./open_files.ts";
import type { BatchBytes } from "./pending_commit.ts";

/** Rows that one transaction of retention removes, and pages it gives back: appends wait for no more. */
const REMOVED_AT_ONCE = 200, FREED_PAGES_AT_ONCE = 2_000;

/** A commit: records of one topic by partition. */
export interface CommitRequest {
  readonly topic: string;
  /** By the machine's clock, which may have gone back: order is that of offsets, not of time. */
  readonly nowMs: number;
  readonly batches: readonly BatchBytes[];
}

/** What retention lets go: what came before `beforeMs`; `nowMs` is the clock. */
export interface RetainedAge {
  readonly beforeMs: number;
  readonly nowMs: number;
}

interface CoveredBatch {
  readonly id: number;
  readonly next: number;
  readonly bytes: number;
  readonly ingest_ms: number;
}

interface TopicEnds {
  readonly id: number;
  /** For each partition, the offset that its next record gets. */
  endOffsets: readonly number[];
}

/** The one writer of a log's file. */
export class LogWriter {
  /** The log's identity. */
  readonly id: string;
  readonly #db: DatabaseSync;
  readonly #insert: StatementSync;
  readonly #end: StatementSync;
  readonly #topics = new Map<string, TopicEnds>();
  readonly #path: string;
  readonly #files: OpenFiles;

  constructor(path: string) {
    this.#path = path;
    this.#db = openForWriting(path);
    this.id = identityOf(this.#db);
    this.#insert = this.#db.prepare(
      `INSERT INTO batches(topic_id, partition, base_offset, records, ingest_ms, crc, data)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#end = this.#db.prepare(
      "UPDATE partitions SET end_offset = ?, bytes = bytes + ? WHERE topic_id = ? AND partition = ?",
    );
    for (const { topic, id } of storedTopics(this.#db)) {
      const ends = this.#db.prepare(
        "SELECT end_offset FROM partitions WHERE topic_id = ? ORDER BY partition",
      ).all(id) as { end_offset: number }[];
      this.#topics.set(topic, { id, endOffsets: ends.map(({ end_offset }) => end_offset) });
    }
    this.#files = new OpenFiles(path);
  }

  /** Makes the batches durable; the offset of each partition's first record in them. */
  commit({ topic, nowMs, batches }: CommitRequest): readonly number[] {
    const open = this.#topics.get(topic);
    if (open === undefined) {
      throw new LogTopicError(`the topic must be in the log (got "${topic}")`);
    }
    const baseOffsets = open.endOffsets, endOffsets = [...baseOffsets];
    this.#checkFiles();
    this.#inTransaction(() => {
      for (const { partition, records, bytes } of batches) {
        const base = baseOffsets[partition]!, end = base + records;
        const crc = crc32(bytes);
        this.#insert.run(open.id, partition, base, records, nowMs, crc, bytes);
        this.#end.run(end, bytes.length, open.id, partition);
        endOffsets[partition] = end;
      }
    });
    open.endOffsets = endOffsets;
    this.#checkFiles(); // before it is acknowledged: they may have gone meanwhile
    return baseOffsets;
  }

  /** Makes a topic, or leaves it as it is. @throws {LogTopicError} it has another number of partitions */
  createTopic(topic: string, partitions: number): void {
    checkTopicName(topic);
    if (!Number.isInteger(partitions) || partitions < 1 || partitions > MAX_PARTITIONS) {
      throw new RangeError(`partitions must be 1–${MAX_PARTITIONS} (got ${partitions})`);
    }
    const there = this.#topics.get(topic)?.endOffsets.length;
    if (there === partitions) return;
    if (there !== undefined) {
      throw new LogTopicError(`${topic} must keep its ${there} partitions (got ${partitions})`);
    }
    let id = 0;
    this.#inTransaction(() => {
      const { lastInsertRowid } = this.#db.prepare(
        "INSERT INTO topics(name, partitions) VALUES (?, ?)",
      ).run(topic, partitions);
      id = Number(lastInsertRowid);
      const insert = this.#db.prepare("INSERT INTO partitions VALUES (?, ?, 0, 0, 0)");
      for (let partition = 0; partition < partitions; partition++) insert.run(id, partition);
    });
    this.#topics.set(topic, { id, endOffsets: new Array<number>(partitions).fill(0) });
  }

  /**
   * Removes some batches that lie wholly below `covered` and came before `beforeMs`, in the order of offsets;
   * how many. To be called until it removes none.
   */
  retain(covered: readonly CoveredOffset[], age: RetainedAge): number {
    let removed = 0;
    for (const { topic, partition, nextOffset } of covered) {
      const open = this.#topics.get(topic);
      if (open === undefined || removed >= REMOVED_AT_ONCE) continue;
      removed += this.#remove(open.id, partition, { nextOffset, ...age });
    }
    if (removed > 0) this.#db.exec(`PRAGMA incremental_vacuum(${FREED_PAGES_AT_ONCE})`);
    return removed;
  }

  close(): void {
    this.#db.close();
  }

  /** What is written to a file that has no name any more is gone with the process. */
  #checkFiles(): void {
    const gone = this.#files.findReplaced();
    if (gone === null) return;
    this.#rescue();
    throw new LogReplacedError(
      `${gone} was removed or replaced while Playhead wrote to it: put it back and start Playhead again`,
    );
  }

  /** What was acknowledged may lie in the WAL alone: while that is open, it can still be brought into the file. */
  #rescue(): void {
    try {
      this.#db.exec("PRAGMA wal_checkpoint(FULL)");
    } catch {
      // The file itself is gone, or the disk refuses: nothing more can be done from here.
    }
  }

  #otherWriter(cause: unknown): LogReplacedError {
    return new LogReplacedError(
      `Another process writes to ${this.#path} too, as its lock was removed: end one of them, then start the other again`,
      { cause },
    );
  }

  #remove(
    topicId: number,
    partition: number,
    { nextOffset, ...age }: RetainedAge & { readonly nextOffset: number },
  ): number {
    const covered = this.#db.prepare(
      `SELECT id, base_offset + records AS next, length(data) AS bytes, ingest_ms FROM batches
       WHERE topic_id = ? AND partition = ? AND base_offset + records <= ? ORDER BY base_offset`,
    ).iterate(topicId, partition, nextOffset) as Iterable<CoveredBatch>;
    const old = oldOnes(covered, age);
    if (old.length === 0) return 0;
    this.#inTransaction(() => {
      const remove = this.#db.prepare("DELETE FROM batches WHERE id = ?");
      for (const { id } of old) remove.run(id);
      this.#db.prepare(
        "UPDATE partitions SET first_offset = ?, bytes = bytes - ? WHERE topic_id = ? AND partition = ?",
      ).run(old.at(-1)!.next, old.reduce((sum, { bytes }) => sum + bytes, 0), topicId, partition);
    });
    return old.length;
  }

  #inTransaction(work: () => void): void {
    this.#db.exec("BEGIN IMMEDIATE");
    try {
      work();
      this.#db.exec("COMMIT");
    } catch (error) {
      try {
        this.#db.exec("ROLLBACK");
      } catch {
        // Some failures of the disk end the transaction by themselves.
      }
      throw isTaken(error) ? this.#otherWriter(error) : error;
    }
  }
}

/**
 * Those up to the last that came before `beforeMs`. A time that is still to come was noted while the clock was
 * ahead: such a batch is as old as the next one whose time can be.
 */
function oldOnes(
  batches: Iterable<CoveredBatch>,
  { beforeMs, nowMs }: RetainedAge,
): readonly CoveredBatch[] {
  const passed: CoveredBatch[] = [];
  let old = 0;
  for (const batch of batches) {
    if (batch.ingest_ms >= beforeMs && batch.ingest_ms <= nowMs) break;
    passed.push(batch);
    if (batch.ingest_ms < beforeMs) old = passed.length;
    if (old >= REMOVED_AT_ONCE) break;
  }
  return passed.slice(0, Math.min(old, REMOVED_AT_ONCE));
}

/** Somebody else gave the same offsets to other records. */
function isTaken(error: unknown): boolean {
  return error instanceof Error && /UNIQUE constraint failed/.test(error.message);
}
