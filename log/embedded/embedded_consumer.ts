// Consumes topics of the embedded log, in the writer's process or any other on the machine.

import { existsSync } from "node:fs";
import { orAborted, within } from "../../clock/wait.ts";
import { LogTopicError } from "../errors.ts";
import type { ConsumerOptions, LogBatch, LogConsumer } from "../port.ts";
import { asReadError } from "./as_read_error.ts";
import { databasePath, openForReading, storedTopic } from "./log_database.ts";
import { TopicCursor } from "./topic_cursor.ts";
import { broadcastWake, type LogWake } from "./wake.ts";

/** Without a notification, a waiting consumer looks for records this often. */
const LOOK_EVERY_MS = 100;

/** What an embedded consumer may be given besides. */
export interface EmbeddedConsumerOptions extends ConsumerOptions {
  readonly wake?: LogWake;
  /** Milliseconds between looks without a notification; a few in a process that is not the writer's. */
  readonly lookEveryMs?: number;
}

class EmbeddedConsumer implements LogConsumer {
  readonly #path: string;
  readonly #cursors: TopicCursor[];
  readonly #wake: LogWake;
  readonly #lookEveryMs: number;
  readonly #close: () => void;

  constructor(
    path: string,
    cursors: TopicCursor[],
    wait: { readonly wake: LogWake; readonly lookEveryMs: number; readonly close: () => void },
  ) {
    this.#path = path;
    this.#cursors = cursors;
    this.#wake = wait.wake;
    this.#lookEveryMs = wait.lookEveryMs;
    this.#close = wait.close;
  }

  async poll(maxRecords: number, signal: AbortSignal): Promise<readonly LogBatch[]> {
    for (;;) {
      signal.throwIfAborted();
      const news = Promise.withResolvers<void>();
      const stopListening = this.#wake.listen(news.resolve); // before looking: no news is missed
      try {
        const batches = this.#read(maxRecords);
        if (batches.length > 0) return batches;
        await waitFor(news.promise, this.#lookEveryMs, signal);
      } finally {
        stopListening();
      }
    }
  }

  seek(topic: string, partition: number, offset: number): void {
    const cursor = this.#cursors.find((cursor) => cursor.topic === topic);
    if (cursor === undefined) {
      throw new LogTopicError(
        `Cannot seek: the topic must be one that is consumed (got "${topic}")`,
      );
    }
    cursor.seek(partition, offset);
  }

  close(): Promise<void> {
    this.#wake.close();
    this.#close();
    return Promise.resolve();
  }

  #read(maxRecords: number): readonly LogBatch[] {
    const batches: LogBatch[] = [];
    let left = maxRecords;
    for (const cursor of this.#cursors) {
      if (left <= 0) break;
      try {
        const read = cursor.read(left);
        for (const { records } of read) left -= records.length;
        batches.push(...read);
      } catch (error) {
        if (batches.length === 0) throw asReadError(this.#path, error);
        break; // what was taken goes out first; this topic's turn comes, and its error with it
      }
    }
    this.#cursors.push(this.#cursors.shift()!); // a busy topic must not starve the others
    return batches;
  }
}

/**
 * Opens a consumer of the log in `root`. The log need not be open for writing, but its topics must be there.
 *
 * @throws {LogTopicError} there is no such topic
 */
export function openEmbeddedConsumer(
  root: string,
  options: EmbeddedConsumerOptions,
): Promise<LogConsumer> {
  const { topics, partitions, positionOf, lookEveryMs = LOOK_EVERY_MS, wake } = options;
  return Promise.try(() => {
    const path = databasePath(root);
    if (!existsSync(path)) {
      throw new LogTopicError(`Cannot consume: the topic must be in the log (got "${topics[0]}")`);
    }
    const database = openForReading(path);
    try {
      const cursors = topics.map((topic) => {
        const all = Array.from({ length: storedTopic(database, topic).partitions }, (_, at) => at);
        const wanted = all.filter((partition) => partitions?.includes(partition) ?? true);
        const start = wanted.map((partition) =>
          [partition, {
            next: positionOf(topic, partition),
            reached: options.reachedOf?.(topic, partition) ?? 0,
          }] as const
        );
        return new TopicCursor({ path, database }, topic, new Map(start));
      });
      return new EmbeddedConsumer(path, cursors, {
        ...{ wake: wake ?? broadcastWake(root), lookEveryMs, close: () => database.close() },
      });
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

/** Resolves on news or after `ms`; rejects with the signal's reason once it is aborted. */
async function waitFor(news: Promise<void>, ms: number, signal: AbortSignal): Promise<void> {
  await within(ms, orAborted(signal, news), () => {});
}
