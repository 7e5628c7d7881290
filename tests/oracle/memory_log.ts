// The obvious log: arrays in memory behind the log's interface. An oracle, and a log for other tests.

import { LogOffsetError, LogTopicError } from "../../log/errors.ts";
import type {
  AppendedRange,
  ConsumerOptions,
  LogAdmin,
  LogBatch,
  LogConsumer,
  LogProducer,
  LogRecord,
  NewRecord,
  PartitionOffsets,
  Retention,
  TopicInfo,
} from "../../log/port.ts";
import { partitionOf } from "../../log/partition_of.ts";

interface MemoryTopic {
  retention: Retention;
  readonly partitions: LogRecord[][];
}

/** How a memory log differs from the plain one. */
export interface MemoryLogOptions {
  readonly nowMs?: () => number;
  /** Offsets left out before each record but the first, as Kafka's transaction markers do. */
  readonly gap?: number;
}

/** A log that forgets all when the test ends. */
export class MemoryLog implements LogProducer, LogAdmin {
  readonly #topics = new Map<string, MemoryTopic>();
  readonly #nowMs: () => number;
  readonly #gap: number;
  readonly #listeners = new Set<() => void>();

  constructor({ nowMs = Date.now, gap = 0 }: MemoryLogOptions = {}) {
    this.#nowMs = nowMs;
    this.#gap = gap;
  }

  append(topic: string, records: readonly NewRecord[]): Promise<readonly AppendedRange[]> {
    const { partitions } = this.#topic(topic);
    if (records.length === 0) return Promise.resolve([]);
    const ingestTimeMs = this.#nowMs();
    const ranges = new Map<number, { partition: number; baseOffset: number; records: number }>();
    for (const { key, value, headers = {} } of records) {
      const partition = partitionOf(new TextEncoder().encode(key), partitions.length);
      const held = partitions[partition]!;
      const offset = held.length === 0 ? 0 : held.at(-1)!.offset + 1 + this.#gap;
      held.push({ offset, key, value: value.slice(), headers: { ...headers }, ingestTimeMs });
      const range = ranges.get(partition) ?? { partition, baseOffset: offset, records: 0 };
      ranges.set(partition, { ...range, records: range.records + 1 });
    }
    for (const listener of [...this.#listeners]) listener();
    return Promise.resolve([...ranges.values()].sort((a, b) => a.partition - b.partition));
  }

  createTopic(
    topic: string,
    { partitions, retention = {} }: { readonly partitions: number; readonly retention?: Retention },
  ): Promise<void> {
    const there = this.#topics.get(topic);
    if (there !== undefined && there.partitions.length !== partitions) {
      return Promise.reject(new LogTopicError(`${topic} has other partitions`));
    }
    if (there !== undefined) there.retention = retention;
    else {this.#topics.set(topic, {
        retention,
        partitions: Array.from({ length: partitions }, () => []),
      });}
    return Promise.resolve();
  }

  topics(): Promise<readonly TopicInfo[]> {
    return Promise.resolve(
      [...this.#topics].map(([topic, { retention, partitions }]) => {
        return { topic, partitions: partitions.length, retention, sizeBytes: null };
      }),
    );
  }

  offsets(topic: string): Promise<readonly PartitionOffsets[]> {
    return Promise.resolve(
      this.#topic(topic).partitions.map((held, partition) => {
        return { partition, firstOffset: held[0]?.offset ?? 0, endOffset: endOf(held) };
      }),
    );
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** All records of a partition. */
  records(topic: string, partition: number): readonly LogRecord[] {
    return this.#topic(topic).partitions[partition]!;
  }

  /** A consumer of this log; retention is not its concern. */
  consumer(options: ConsumerOptions): LogConsumer {
    const places = options.topics.flatMap((topic) =>
      this.#topic(topic).partitions.map((held, partition) => ({ topic, partition, held }))
        .filter(({ partition }) => options.partitions?.includes(partition) ?? true)
    ).map((place) => ({ ...place, next: options.positionOf(place.topic, place.partition) ?? 0 }));
    const read = (maxRecords: number): LogBatch[] => {
      const batches: LogBatch[] = [];
      for (const place of places) {
        const { topic, partition, held, next } = place, endOffset = endOf(held);
        if (next > endOffset) {
          throw new LogOffsetError({ topic, partition, offset: next }, {
            firstOffset: 0,
            endOffset,
          });
        }
        const records = held.filter(({ offset }) => offset >= next).slice(0, maxRecords);
        if (records.length === 0) continue;
        maxRecords -= records.length;
        place.next = records.at(-1)!.offset + 1;
        batches.push({ topic, partition, records, nextOffset: place.next, endOffset });
      }
      return batches;
    };
    return {
      poll: async (maxRecords, signal) => {
        for (;;) {
          signal.throwIfAborted();
          const batches = read(maxRecords);
          if (batches.length > 0) return batches;
          await this.#news(signal);
        }
      },
      seek(topic, partition, offset) {
        const place = places.find((place) =>
          place.topic === topic && place.partition === partition
        );
        if (place === undefined) throw new RangeError(`${topic}/${partition} is not consumed`);
        place.next = offset;
      },
      close: () => Promise.resolve(),
    };
  }

  async #news(signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const onAbort = () => reject(signal.reason);
    this.#listeners.add(resolve);
    signal.addEventListener("abort", onAbort, { once: true });
    try {
      await promise;
    } finally {
      this.#listeners.delete(resolve);
      signal.removeEventListener("abort", onAbort);
    }
  }

  #topic(topic: string): MemoryTopic {
    const there = this.#topics.get(topic);
    if (there === undefined) throw new LogTopicError(`there is no topic ${topic}`);
    return there;
  }
}

function endOf(held: readonly LogRecord[]): number {
  return held.length === 0 ? 0 : held.at(-1)!.offset + 1;
}
