// Consumes topics of the embedded log, in the writer's process or any other on the machine.

import { LogTopicError } from "../errors.ts";
import type { ConsumerOptions, LogBatch, LogConsumer } from "../log.ts";
import { denoFiles } from "./deno_files.ts";
import type { LogFiles } from "./files.ts";
import { checkName, topicDirectory } from "./paths.ts";
import { ReportedPositions, type TopicPositions } from "./reported_positions.ts";
import { TopicCursor } from "./topic_cursor.ts";
import { readTopicSettings } from "./topic_settings.ts";
import { broadcastWake, type LogWake } from "./wake.ts";

/** Without a notification, a waiting consumer looks for records this often. */
const LOOK_EVERY_MS = 100;

/** What an embedded consumer may be given besides. */
export interface EmbeddedConsumerOptions extends ConsumerOptions {
  readonly files?: LogFiles;
  readonly wake?: LogWake;
  /** Milliseconds between looks without a notification; a few in a process that is not the writer's. */
  readonly lookEveryMs?: number;
}

class EmbeddedConsumer implements LogConsumer {
  readonly #cursors: TopicCursor[];
  readonly #positions: ReportedPositions | null;
  readonly #committed: () => readonly TopicPositions[];
  readonly #wake: LogWake;
  readonly #lookEveryMs: number;

  constructor(
    cursors: TopicCursor[],
    { positions, committed }: {
      readonly positions: ReportedPositions | null;
      readonly committed: () => readonly TopicPositions[];
    },
    wait: { readonly wake: LogWake; readonly lookEveryMs: number },
  ) {
    this.#cursors = cursors;
    this.#positions = positions;
    this.#committed = committed;
    this.#wake = wait.wake;
    this.#lookEveryMs = wait.lookEveryMs;
  }

  async poll(maxRecords: number, signal: AbortSignal): Promise<readonly LogBatch[]> {
    signal.throwIfAborted();
    await this.#positions?.report(this.#committed());
    for (;;) {
      const news = Promise.withResolvers<void>();
      const stopListening = this.#wake.listen(news.resolve); // before looking: no news is missed
      try {
        const batches = await this.#read(maxRecords);
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
        `Cannot seek as the topic must be one that is consumed: current value is "${topic}"`,
      );
    }
    cursor.seek(partition, offset);
  }

  close(): Promise<void> {
    for (const cursor of this.#cursors) cursor.close();
    this.#wake.close();
    return Promise.resolve();
  }

  async #read(maxRecords: number): Promise<readonly LogBatch[]> {
    const batches: LogBatch[] = [];
    let left = maxRecords;
    for (const cursor of this.#cursors) {
      if (left <= 0) break;
      try {
        const read = await cursor.read(left);
        for (const { records } of read) left -= records.length;
        batches.push(...read);
      } catch (error) {
        if (batches.length === 0) throw error;
        break; // what was taken goes out first; this topic's turn comes, and its error with it
      }
    }
    this.#cursors.push(this.#cursors.shift()!); // a busy topic must not starve the others
    return batches;
  }
}

/**
 * Opens a consumer of the log in `root`. The log need not be open for writing, but its topics must be
 * there. A named consumer is known to retention from now on, also when it is closed.
 *
 * @throws {LogTopicError} there is no such topic
 */
export async function openEmbeddedConsumer(
  root: string,
  options: EmbeddedConsumerOptions,
): Promise<LogConsumer> {
  const { files = denoFiles, name, lookEveryMs = LOOK_EVERY_MS } = options;
  const cursors: TopicCursor[] = [], stored: (() => TopicPositions)[] = [];
  for (const topic of options.topics) {
    const directory = topicDirectory(root, checkName("topic", topic));
    const settings = await readTopicSettings(files, directory);
    if (settings === null) {
      throw new LogTopicError(
        `Cannot consume as the topic must be in the log: current value is "${topic}"`,
      );
    }
    const { partitions } = settings;
    const all = Array.from({ length: partitions }, (_, index) => index);
    const wanted = all.filter((index) => options.partitions?.includes(index) ?? true);
    if (options.readsAhead) {
      stored.push(() => ({
        topic,
        nextOffsets: all.map((index) => options.positionOf(topic, index) ?? 0),
      }));
    }
    const start = new Map(wanted.map((index) => [index, options.positionOf(topic, index)]));
    cursors.push(new TopicCursor({ files, directory, topic, partitions }, start));
  }
  // What was given before is committed when it is polled again, if the consumer does not read ahead.
  const committed = () => options.readsAhead ? stored.map((read) => read()) : cursors;
  const positions = name === null ? null : await ReportedPositions.register(
    ...[files, checkName("consumer", name), { root, topics: committed() }] as const,
  );
  const wake = options.wake ?? broadcastWake(root);
  return new EmbeddedConsumer(cursors, { positions, committed }, { wake, lookEveryMs });
}

/** Resolves on news or after `ms`; rejects with the signal's reason once it is aborted. */
async function waitFor(news: Promise<void>, ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const onAbort = () => reject(signal.reason);
  const timer = setTimeout(resolve, ms);
  signal.addEventListener("abort", onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    await Promise.race([news, promise]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
  }
}
