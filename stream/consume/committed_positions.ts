// How far the store is, by partition, in memory that the threads share: whoever reads the log for it asks here.

import { PIPELINE_TOPICS } from "../topics.ts";

/** As many as a topic may have; see the settings. */
export const MAX_PARTITIONS = 1_024;
const NONE = -1n;

/** The next offset to apply, by partition of the pipeline's topics. */
export class CommittedPositions {
  /** To be given to another thread's {@link CommittedPositions}. */
  readonly memory: SharedArrayBuffer;
  readonly #offsets: BigInt64Array;

  constructor(memory?: SharedArrayBuffer) {
    const places = PIPELINE_TOPICS.length * MAX_PARTITIONS;
    this.memory = memory ?? new SharedArrayBuffer(places * BigInt64Array.BYTES_PER_ELEMENT);
    this.#offsets = new BigInt64Array(this.memory);
    if (memory === undefined) this.#offsets.fill(NONE);
  }

  /** Null for a partition that the store has nothing of. */
  of(topic: string, partition: number): number | null {
    const offset = Atomics.load(this.#offsets, placeOf(topic, partition));
    return offset === NONE ? null : Number(offset);
  }

  /** Says that the store has all before `nextOffset`. */
  set(topic: string, partition: number, nextOffset: number): void {
    Atomics.store(this.#offsets, placeOf(topic, partition), BigInt(nextOffset));
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
