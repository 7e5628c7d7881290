// Reads one topic for one consumer: a position for each partition, batches by their first offset.

import type { DatabaseSync, StatementSync } from "node:sqlite";
import { crc32 } from "node:zlib";
import { LogCorruptionError, LogOffsetError } from "../errors.ts";
import type { LogBatch, LogRecord, PartitionOffsets } from "../port.ts";
import { BatchSlice } from "./batch_slice.ts";
import { prepareOffsets, storedTopic } from "./log_database.ts";

/** Batches that one question gives: a commit may have megabytes. */
const BATCHES_AT_ONCE = 8;
/** Of a batch whose records were damaged and given up (`deno task doctor --repair`); no CRC-32 is negative. */
export const LOST_CRC = -1;

interface Row {
  readonly base_offset: number;
  readonly records: number;
  readonly ingest_ms: number;
  readonly crc: number;
  readonly data: Uint8Array;
}

/** Where reading a partition begins. */
interface Start {
  /** The next offset to give; null for the first there is. */
  readonly next: number | null;
  /** The log must reach so far, or it is another one. */
  readonly reached: number;
}

/** The place in one partition. */
interface Place {
  readonly partition: number;
  next: number | null;
  readonly reached: number;
  slices: BatchSlice[];
}

/** A consumer's place in a topic. */
export class TopicCursor {
  readonly topic: string;
  readonly #path: string;
  readonly #db: DatabaseSync;
  readonly #topicId: number;
  /** Prepared once: a poll is a hundred microseconds of SQLite, and preparing would double it. */
  readonly #offsets: StatementSync;
  readonly #select: StatementSync;
  readonly #places: Place[];

  /** `start`: the partitions that are read. */
  constructor(
    log: { readonly path: string; readonly database: DatabaseSync },
    topic: string,
    start: ReadonlyMap<number, Start>,
  ) {
    this.topic = topic;
    this.#path = log.path;
    this.#db = log.database;
    this.#topicId = storedTopic(this.#db, topic).id;
    this.#offsets = prepareOffsets(this.#db);
    // The batch that holds the offset starts at or before it.
    this.#select = this.#db.prepare(
      `SELECT base_offset, records, ingest_ms, crc, data FROM batches
       WHERE topic_id = ?1 AND partition = ?2 AND base_offset >= coalesce(
         (SELECT max(base_offset) FROM batches
          WHERE topic_id = ?1 AND partition = ?2 AND base_offset <= ?3), ?3)
       ORDER BY base_offset LIMIT ${BATCHES_AT_ONCE}`,
    );
    this.#places = [...start].map(([partition, own]) => ({ partition, ...own, slices: [] }));
  }

  /** Goes on from `offset`; what was fetched of the partition is forgotten. */
  seek(partition: number, offset: number): void {
    const place = this.#places.find((one) => one.partition === partition);
    if (place === undefined) {
      throw new RangeError(`Cannot seek in ${this.topic}: partition ${partition} is not consumed`);
    }
    place.next = offset;
    place.slices = [];
  }

  /**
   * What there is now, at most `maxRecords`, without waiting for more.
   *
   * @throws {LogOffsetError} a position is outside of the log
   * @throws {LogCorruptionError} the log is damaged at that place
   */
  read(maxRecords: number): readonly LogBatch[] {
    // As of one commit: what retention removes between two questions would look like damage.
    this.#db.exec("BEGIN");
    try {
      return this.#readAll(maxRecords);
    } finally {
      if (this.#db.isTransaction) this.#db.exec("COMMIT"); // a damaged file ends it by itself
    }
  }

  #readAll(maxRecords: number): readonly LogBatch[] {
    const offsets = this.#readOffsets(), batches: LogBatch[] = [];
    let left = maxRecords;
    // A partition with many records must not starve the others.
    this.#places.push(this.#places.shift()!);
    for (const place of this.#places) {
      if (left <= 0) break;
      const records: LogRecord[] = [], { partition } = place;
      const range = offsets[partition]!;
      try {
        left -= this.#take(place, range, { records, left });
      } catch (error) {
        // What was taken is good and goes out first: the next read meets the error again.
        if (records.length + batches.length === 0) throw error;
        left = 0;
      }
      if (records.length === 0) continue;
      const nextOffset = place.next!;
      batches.push({
        topic: this.topic,
        partition,
        records,
        nextOffset,
        endOffset: Math.max(range.endOffset, nextOffset),
      });
    }
    return batches;
  }

  #readOffsets(): readonly PartitionOffsets[] {
    return this.#offsets.all(this.#topicId) as unknown as PartitionOffsets[];
  }

  #take(
    place: Place,
    range: PartitionOffsets,
    { records, left }: { readonly records: LogRecord[]; readonly left: number },
  ): number {
    place.next ??= range.firstOffset;
    const { topic } = this, { partition } = place;
    const { next, reached } = place;
    if (next < range.firstOffset || Math.max(next, reached) > range.endOffset) {
      throw new LogOffsetError({ topic, partition, offset: Math.max(next, reached) }, range);
    }
    let taken = 0;
    while (taken < left && place.next < range.endOffset) {
      if (place.slices.length === 0) this.#load(place);
      const slice = place.slices[0]!;
      taken += slice.takeInto(records, left - taken);
      place.next = slice.nextOffset;
      if (slice.isEmpty) place.slices.shift();
    }
    return taken;
  }

  #load(place: Place): void {
    const next = place.next!;
    let expected = next;
    const rows = this.#select.all(this.#topicId, place.partition, next) as unknown as Row[];
    for (const { base_offset, records, ingest_ms, crc, data } of rows) {
      if (crc === LOST_CRC && base_offset <= expected) {
        if (place.slices.length > 0) return;
        throw this.#lost(place, base_offset + records);
      }
      if (crc32(data) !== crc || base_offset > expected) {
        if (place.slices.length > 0) return; // what comes before it is good
        throw new LogCorruptionError(this.#path, {
          ...{ topic: this.topic, partition: place.partition },
          offset: Math.min(base_offset, expected),
        });
      }
      const slice = new BatchSlice({
        ...{ partition: place.partition, baseOffset: base_offset, records },
        ...{ ingestTimeMs: ingest_ms, bytes: data },
      });
      slice.skipTo(next);
      expected = base_offset + records;
      if (!slice.isEmpty) place.slices.push(slice);
    }
    if (place.slices.length > 0) return;
    throw new LogCorruptionError(this.#path, {
      ...{ topic: this.topic, partition: place.partition, offset: next },
    });
  }

  /** As if the log began behind what is lost: the reader notes it as missing and goes on there. */
  #lost({ partition, next }: Place, firstOffset: number): LogOffsetError {
    const { topic } = this, { endOffset } = this.#readOffsets()[partition]!;
    return new LogOffsetError({ topic, partition, offset: next! }, { firstOffset, endOffset });
  }
}
