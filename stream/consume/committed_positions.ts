// How far the store is, by partition, in memory that the threads share: whoever reads the log for it asks here.

import { MAX_PARTITIONS } from "../../domain/log_settings.ts";
import type { RecordMark } from "../../store/core/record_mark.ts";
import { PIPELINE_TOPICS } from "../../log/topics.ts";

const NONE = -1n;

/** The next offset to apply, by partition of the pipeline's topics. */
export class CommittedPositions {
  /** To be given to another thread's {@link CommittedPositions}. */
  readonly memory: SharedArrayBuffer;
  readonly #offsets: BigInt64Array;
  readonly #lastOffsets: BigInt64Array;
  readonly #lastMarks: BigInt64Array;

  constructor(memory?: SharedArrayBuffer) {
    const places = PIPELINE_TOPICS.length * MAX_PARTITIONS;
    const bytes = places * BigInt64Array.BYTES_PER_ELEMENT;
    const shared = this.memory = memory ?? new SharedArrayBuffer(3 * bytes);
    this.#offsets = new BigInt64Array(shared, 0, places);
    this.#lastOffsets = new BigInt64Array(shared, bytes, places);
    this.#lastMarks = new BigInt64Array(shared, 2 * bytes, places);
    if (memory === undefined) new BigInt64Array(shared).fill(NONE);
  }

  /** Null for a partition that the store has nothing of. */
  of(topic: string, partition: number): number | null {
    const offset = Atomics.load(this.#offsets, placeOf(topic, partition));
    return offset === NONE ? null : Number(offset);
  }

  /** The last record that the store applied; null where it is not known, or is just being said. */
  lastOf(topic: string, partition: number): RecordMark | null {
    const place = placeOf(topic, partition);
    const mark = Atomics.load(this.#lastMarks, place);
    const offset = Atomics.load(this.#lastOffsets, place);
    // Written mark first and last, so that a mark and an offset of two records never meet.
    if (mark === NONE || Atomics.load(this.#lastMarks, place) !== mark) return null;
    return { offset: Number(offset), mark: Number(mark) };
  }

  /** Says that the store has all before `nextOffset`; `last` is null where nothing new is known of it. */
  set(topic: string, partition: number, nextOffset: number, last: RecordMark | null): void {
    const place = placeOf(topic, partition);
    if (last !== null) {
      Atomics.store(this.#lastMarks, place, NONE);
      Atomics.store(this.#lastOffsets, place, BigInt(last.offset));
      Atomics.store(this.#lastMarks, place, BigInt(last.mark));
    }
    Atomics.store(this.#offsets, place, BigInt(nextOffset));
  }

  /** Says that the store has gone on behind offsets that the log has no more. */
  skip(topic: string, partition: number, nextOffset: number): void {
    const place = placeOf(topic, partition);
    Atomics.store(this.#lastMarks, place, NONE);
    Atomics.store(this.#offsets, place, BigInt(nextOffset));
  }
}

function placeOf(topic: string, partition: number): number {
  const index = PIPELINE_TOPICS.findIndex((one) => one === topic);
  if (index < 0 || partition >= MAX_PARTITIONS) {
    throw new RangeError(
      `Cannot keep a position as it must be one of ${PIPELINE_TOPICS.join(", ")}, below ` +
        `${MAX_PARTITIONS}: current value is ${topic}/${partition}`,
    );
  }
  return index * MAX_PARTITIONS + partition;
}
