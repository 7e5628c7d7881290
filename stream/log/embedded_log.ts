// The embedded log: a durable log in a folder, with nothing to set up. One process writes to it.

import { LogTopicError } from "../errors.ts";
import type {
  AppendedRange,
  LogAdmin,
  LogProducer,
  NewRecord,
  PartitionOffsets,
  TopicInfo,
} from "../log.ts";
import { asWriteError } from "./as_write_error.ts";
import { forgetPositions } from "./consumer_positions.ts";
import { denoFiles } from "./deno_files.ts";
import type { LogFiles } from "./files.ts";
import { GroupCommit } from "./group_commit.ts";
import { lockDirectory, type Release } from "./lock_directory.ts";
import { readOffsets, readTopics } from "./log_view.ts";
import { makeSegment } from "./make_segment.ts";
import { checkName, topicDirectory, topicsDirectory } from "./paths.ts";
import {
  checkSettings,
  readTopicSettings,
  type TopicSettings,
  writeTopicSettings,
} from "./topic_settings.ts";
import { TopicWriter } from "./topic_writer.ts";
import { broadcastWake, type LogWake } from "./wake.ts";

/** A segment goes as a whole and is read as a whole at a start: large, but not too large for that. */
const SEGMENT_BYTES = 32 << 20;
/** What may wait in memory while the disk is slow, for each topic. */
const MAX_QUEUED_BYTES = 64 << 20;

/** What an embedded log may be given besides its folder; the defaults are for production. */
export interface EmbeddedLogOptions {
  readonly files?: LogFiles;
  readonly lock?: (root: string) => Promise<Release>;
  readonly wake?: LogWake;
  readonly nowMs?: () => number;
  readonly segmentBytes?: number;
  readonly maxQueuedBytes?: number;
}

interface Topic {
  readonly writer: TopicWriter;
  readonly commits: GroupCommit;
}

/** The embedded log, open for writing. */
export class EmbeddedLog implements LogProducer, LogAdmin {
  readonly #root: string;
  readonly #options: Required<EmbeddedLogOptions>;
  readonly #release: Release;
  readonly #topics = new Map<string, Topic>();
  #making: Promise<void> = Promise.resolve();
  #closing: Promise<void> | null = null;

  private constructor(root: string, options: Required<EmbeddedLogOptions>, release: Release) {
    this.#root = root;
    this.#options = options;
    this.#release = release;
  }

  /**
   * Opens the log in the folder `root`, making it when there is none, and recovers what a crash left.
   *
   * @throws {import("../errors.ts").LogLockedError} another process writes to it
   * @throws {import("../errors.ts").LogCorruptionError} acknowledged records are damaged
   */
  static async open(root: string, options: EmbeddedLogOptions = {}): Promise<EmbeddedLog> {
    const files = options.files ?? denoFiles;
    await files.makeDirectory(topicsDirectory(root));
    const release = await (options.lock ?? lockDirectory)(root);
    const log = new EmbeddedLog(root, {
      files,
      lock: lockDirectory,
      wake: options.wake ?? broadcastWake(root),
      nowMs: options.nowMs ?? Date.now,
      segmentBytes: options.segmentBytes ?? SEGMENT_BYTES,
      maxQueuedBytes: options.maxQueuedBytes ?? MAX_QUEUED_BYTES,
    }, release);
    try {
      for (const { topic, partitions, retention } of await readTopics(files, root)) {
        await log.#openTopic(topic, { partitions, retention });
      }
      return log;
    } catch (error) {
      await log.close();
      throw error;
    }
  }

  /** For each topic, the bytes cut at the start: the beginning of what was never acknowledged. */
  get tornBytes(): ReadonlyMap<string, number> {
    return new Map([...this.#topics].map(([topic, { writer }]) => [topic, writer.tornBytes]));
  }

  /** One append is there as a whole or not at all. */
  async append(topic: string, records: readonly NewRecord[]): Promise<readonly AppendedRange[]> {
    return await this.#topic("append", topic).commits.append(records);
  }

  createTopic(
    topic: string,
    { partitions, retention = {} }: Pick<TopicSettings, "partitions"> & Partial<TopicSettings>,
  ): Promise<void> {
    const made = this.#making.then(() => this.#makeTopic(topic, { partitions, retention }));
    this.#making = made.catch(() => {}); // its caller gets the error; a topic has one writer
    return made.catch((error) => Promise.reject(asWriteError(`make topic ${topic}`, error)));
  }

  async #makeTopic(topic: string, settings: TopicSettings): Promise<void> {
    const { partitions } = settings;
    this.#checkOpen(`make topic ${topic}`);
    checkSettings(checkName("topic", topic), settings);
    const { files } = this.#options, directory = topicDirectory(this.#root, topic);
    const stored = await readTopicSettings(files, directory);
    if (stored !== null && stored.partitions !== partitions) {
      throw new LogTopicError(
        `Cannot make topic ${topic} as it must keep its ${stored.partitions} partitions: ` +
          `current value is ${partitions}`,
      );
    }
    if (stored === null) {
      await files.makeDirectory(directory);
      const startOffsets = new Array<number>(partitions).fill(0);
      const start = { segment: 0, firstCommit: 0, ingestFloorMs: 0, startOffsets };
      await makeSegment(files, directory, start);
    }
    await writeTopicSettings(files, directory, settings); // last: from here on the topic is there
    this.#topics.get(topic)?.writer.use(settings);
    if (!this.#topics.has(topic)) await this.#openTopic(topic, settings);
  }

  topics(): Promise<readonly TopicInfo[]> {
    return readTopics(this.#options.files, this.#root);
  }

  offsets(topic: string): Promise<readonly PartitionOffsets[]> {
    return readOffsets(this.#options.files, this.#root, topic);
  }

  /** Lets go what retention allows to; how many segments went. To be called now and then. */
  async retain(): Promise<number> {
    let segments = 0;
    for (const { writer } of this.#topics.values()) segments += await writer.retain();
    return segments;
  }

  /** From now on, what this consumer has not read may go too. */
  async forgetConsumer(consumer: string): Promise<void> {
    checkName("consumer", consumer);
    for (const topic of this.#topics.keys()) {
      await forgetPositions(this.#options.files, topicDirectory(this.#root, topic), consumer);
    }
  }

  /** Waits for the appends under way and gives the folder back. */
  close(): Promise<void> {
    return this.#closing ??= this.#close();
  }

  async #close(): Promise<void> {
    await this.#making;
    for (const { commits, writer } of this.#topics.values()) {
      await commits.drain();
      await writer.close();
    }
    this.#options.wake.close();
    this.#release();
  }

  async #openTopic(topic: string, settings: TopicSettings): Promise<void> {
    const { files, nowMs, segmentBytes, maxQueuedBytes, wake } = this.#options;
    const directory = topicDirectory(this.#root, topic);
    const writer = await TopicWriter.open({
      ...{ files, directory, topic, settings, segmentBytes, nowMs },
      published: () => wake.notify(),
    });
    const limits = { partitions: settings.partitions, maxQueuedBytes };
    const commits = new GroupCommit(topic, limits, (commit) => writer.write(commit));
    this.#topics.set(topic, { writer, commits });
  }

  #topic(action: string, topic: string): Topic {
    this.#checkOpen(`${action} to ${topic}`);
    const open = this.#topics.get(topic);
    if (open !== undefined) return open;
    throw new LogTopicError(
      `Cannot ${action} as the topic must be in the log: current value is "${topic}"`,
    );
  }

  #checkOpen(action: string): void {
    if (this.#closing === null) return;
    throw new LogTopicError(`Cannot ${action} as the log must be open: current value is closed`);
  }
}
