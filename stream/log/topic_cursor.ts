// Reads one topic for one consumer: a position for each partition, records in the order of the log.

import type { LogBatch, LogRecord } from "../log.ts";
import { BatchSlice } from "./batch_slice.ts";
import { SegmentWalk, type TopicPlace } from "./segment_walk.ts";

/** A consumer's place in a topic. */
export class TopicCursor {
  readonly topic: string;
  readonly #place: TopicPlace;
  readonly #walk: SegmentWalk;
  /** For each partition read, the next offset; null for the first there is. */
  readonly #next: Map<number, number | null>;
  #slices: BatchSlice[] = [];

  constructor(place: TopicPlace, start: ReadonlyMap<number, number | null>) {
    this.topic = place.topic;
    this.#place = place;
    this.#walk = new SegmentWalk(place);
    this.#next = new Map(start);
  }

  /** For each partition, all below this offset has been given out, or was never wanted. */
  get nextOffsets(): readonly number[] {
    const { partitions } = this.#place;
    return Array.from({ length: partitions }, (_, partition) =>
      // What this consumer does not read, it does not keep from going either.
      this.#next.has(partition) ? this.#next.get(partition) ?? 0 : Number.MAX_SAFE_INTEGER);
  }

  /** Goes on from `offset`. Fetched records are forgotten, of all partitions: they are read again. */
  seek(partition: number, offset: number): void {
    if (!this.#next.has(partition)) {
      throw new RangeError(
        `Cannot seek in ${this.topic} as the partition must be one that is consumed: ` +
          `current value is ${partition}`,
      );
    }
    this.#next.set(partition, offset);
    this.#slices = [];
    this.#walk.leave();
  }

  /** What there is now, at most `maxRecords`, without waiting for more. */
  async read(maxRecords: number): Promise<readonly LogBatch[]> {
    const taken = new Map<number, LogRecord[]>();
    for (let left = maxRecords; left > 0;) {
      const slice = this.#slices[0];
      if (slice === undefined) {
        if (!await this.#load(taken.size > 0)) break;
        continue;
      }
      const records = taken.get(slice.partition) ?? [];
      taken.set(slice.partition, records);
      left -= slice.takeInto(records, left);
      this.#next.set(slice.partition, slice.nextOffset);
      if (slice.isEmpty) this.#slices.shift();
    }
    const ends = this.#walk.mark?.endOffsets ?? [];
    return [...taken].map(([partition, records]) => ({
      topic: this.topic,
      partition,
      records,
      nextOffset: this.#next.get(partition)!,
      endOffset: ends[partition]!,
    }));
  }

  close(): void {
    this.#walk.close();
  }

  /** Loads the next frame with wanted records; false at the end. */
  async #load(hasTaken: boolean): Promise<boolean> {
    try {
      return await this.#loadFrame();
    } catch (error) {
      // What was taken is good and goes out first: the next read meets the error again.
      if (hasTaken) return false;
      throw error;
    }
  }

  async #loadFrame(): Promise<boolean> {
    if (this.#walk.isLost) {
      const firstOffsets = await this.#walk.goTo(this.#next);
      if (firstOffsets === null) return false;
      for (const [partition, offset] of this.#next) {
        this.#next.set(partition, offset ?? firstOffsets[partition]!);
      }
    }
    const frame = await this.#walk.next();
    if (frame === null) return this.#walk.isLost;
    for (const batch of frame.batches) {
      const next = this.#next.get(batch.partition);
      if (next === undefined || next === null) continue;
      const slice = new BatchSlice(batch, frame.ingestTimeMs);
      slice.skipTo(next);
      if (!slice.isEmpty) this.#slices.push(slice);
    }
    return true;
  }
}
