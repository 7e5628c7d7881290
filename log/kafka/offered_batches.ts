// What kafkajs hands over partition by partition, gathered until it is asked for.

import type { LogBatch, LogRecord } from "../port.ts";

/** Records of one partition that wait, and how to say that they are done. */
export interface OfferedBatch {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly LogRecord[];
  /** Behind the last record, also behind what is no record (a transaction's marker). */
  readonly nextOffset: number;
  readonly endOffset: number;
  /** Whether the partition still belongs to this consumer. */
  readonly isCurrent: () => boolean;
  /** True when all of it is committed in the consumer's store, false when it was dropped. */
  readonly done: PromiseWithResolvers<boolean>;
}

interface Queued {
  readonly offer: OfferedBatch;
  taken: number;
}

/** A queue of offers, at most one a partition. */
export class OfferedBatches {
  readonly #queue = new Map<string, Queued>();
  readonly #passed = new Map<string, LogBatch>();
  #given: Queued[] = [];
  #wake = Promise.withResolvers<void>();

  /** Offers a batch; whether all of it was done, rather than dropped. */
  offer(offer: OfferedBatch): Promise<boolean> {
    this.#queue.set(`${offer.topic}/${offer.partition}`, { offer, taken: 0 });
    this.#wake.resolve();
    return offer.done.promise;
  }

  /** A batch without records: it is given with the next ones, and none waits for it. */
  pass(batch: LogBatch): void {
    this.#passed.set(`${batch.topic}/${batch.partition}`, batch);
    this.#wake.resolve();
  }

  /** Says that what was given is done. */
  settle(): void {
    for (const queued of this.#given) {
      const { offer, taken } = queued, key = `${offer.topic}/${offer.partition}`;
      if (this.#queue.get(key) !== queued || taken < offer.records.length) continue;
      this.#queue.delete(key);
      offer.done.resolve(true);
    }
    this.#given = [];
  }

  /** At most `maxRecords`, one batch a partition; none when nothing waits. */
  take(maxRecords: number): readonly LogBatch[] {
    const batches: LogBatch[] = [];
    let room = maxRecords;
    for (const [key, queued] of [...this.#queue]) {
      const { offer, taken } = queued;
      if (!offer.isCurrent()) {
        this.#drop(key, queued);
        continue;
      }
      if (room === 0) break;
      const records = offer.records.slice(taken, taken + room);
      room -= records.length;
      queued.taken += records.length;
      const isWhole = queued.taken === offer.records.length;
      this.#given.push(queued);
      batches.push({
        ...{ topic: offer.topic, partition: offer.partition, records },
        nextOffset: isWhole ? offer.nextOffset : records.at(-1)!.offset + 1,
        endOffset: offer.endOffset,
      });
      this.#passed.delete(key); // it lies before
    }
    batches.push(...this.#passed.values());
    this.#passed.clear();
    return batches;
  }

  /** Resolves when something may be there. */
  async wait(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#queue.size + this.#passed.size > 0) return;
    this.#wake = Promise.withResolvers();
    const abort = () => this.#wake.reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    try {
      await this.#wake.promise;
    } finally {
      signal.removeEventListener("abort", abort);
    }
  }

  /** Forgets a partition, or all: what was given of it must not be told as done. */
  drop(place?: { readonly topic: string; readonly partition: number }): void {
    if (place === undefined) this.#passed.clear();
    else this.#passed.delete(`${place.topic}/${place.partition}`);
    for (const [key, queued] of [...this.#queue]) {
      const { topic, partition } = queued.offer;
      if (place === undefined || (topic === place.topic && partition === place.partition)) {
        this.#drop(key, queued);
      }
    }
  }

  /** Has a waiting poll look again. */
  wake(): void {
    this.#wake.resolve();
  }

  #drop(key: string, queued: Queued): void {
    this.#queue.delete(key);
    this.#given = this.#given.filter((given) => given !== queued);
    queued.offer.done.resolve(false);
  }
}
