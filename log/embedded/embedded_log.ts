// The embedded log: a durable log in a folder, with nothing to set up. One process writes to it.

import { dirname } from "node:path";
import { inDataFolder } from "../../lake/disk/data_folder.ts";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { LogTopicError } from "../errors.ts";
import type {
  AppendedRange,
  CoveredOffset,
  LogAdmin,
  LogProducer,
  NewRecord,
  PartitionOffsets,
  TopicInfo,
} from "../port.ts";
import { asReadError } from "./as_read_error.ts";
import { asWriteError } from "./as_write_error.ts";
import { GroupCommit } from "./group_commit.ts";
import type { Release } from "../../lake/disk/lock_file.ts";
import { lockDirectory } from "./lock_directory.ts";
import { databasePath, storedTopics } from "./log_database.ts";
import { LogView } from "./log_view.ts";
import type { PendingCommit } from "./pending_commit.ts";
import { RemoteWriter } from "./remote_writer.ts";
import { broadcastWake, type LogWake } from "./wake.ts";

/** What may wait in memory while the disk is slow, for each topic. */
const MAX_QUEUED_BYTES = 64 << 20;

/** What an embedded log may be given besides its folder; the defaults are for production. */
export interface EmbeddedLogOptions {
  readonly wake?: LogWake;
  readonly nowMs?: () => number;
  readonly maxQueuedBytes?: number;
  /** Told, in a sentence, when a log of an older version was taken over. */
  readonly onNotice?: (notice: string) => void;
}

/** The embedded log, open for writing. */
export class EmbeddedLog implements LogProducer, LogAdmin {
  /** Tells this log from any other, also from one made later in the same folder. */
  readonly id: string;
  readonly #writer: RemoteWriter;
  readonly #view: LogView;
  readonly #wake: LogWake;
  readonly #release: Release;
  readonly #options: Required<Pick<EmbeddedLogOptions, "nowMs" | "maxQueuedBytes">> & {
    /** Whether that is left to this thread. */
    readonly wakesReaders: boolean;
  };
  readonly #commits = new Map<string, GroupCommit>();
  #closing: Promise<void> | null = null;

  private constructor(
    parts: { readonly id: string; readonly writer: RemoteWriter; readonly view: LogView },
    own: { readonly wake: LogWake; readonly release: Release },
    { nowMs = Date.now, maxQueuedBytes = MAX_QUEUED_BYTES, wake }: EmbeddedLogOptions,
  ) {
    this.id = parts.id;
    this.#writer = parts.writer;
    this.#view = parts.view;
    this.#wake = own.wake;
    this.#release = own.release;
    this.#options = { nowMs, maxQueuedBytes, wakesReaders: wake !== undefined };
    for (const { topic, partitions } of storedTopics(parts.view.database)) {
      this.#open(topic, partitions);
    }
  }

  /**
   * Opens the log in the folder `root`, making it when there is none. SQLite recovers what a crash left; a
   * log in segment files, as versions until 2026-11 wrote it, is copied into the database first.
   *
   * @throws {import("../errors.ts").LogLockedError} another process writes to it
   * @throws {import("../errors.ts").LogCorruptionError} acknowledged records are damaged
   * @throws {import("../errors.ts").LogVersionError} a newer version wrote it
   * @throws {import("../../domain/errors.ts").UsageError} the folder cannot be made or written to
   */
  static async open(root: string, options: EmbeddedLogOptions = {}): Promise<EmbeddedLog> {
    const release = await inDataFolder(dirname(root), async () => {
      await Deno.mkdir(root, { recursive: true, mode: 0o700 });
      return lockDirectory(root);
    });
    const writer = new RemoteWriter(root); // its thread starts meanwhile
    try {
      const path = databasePath(root);
      // The second: a copy of them that was cut short.
      if (existsSync(join(root, "topics")) || existsSync(`${path}.part`)) {
        const { takeOverSegments } = await import("./segments/take_over_segments.ts");
        const notice = takeOverSegments(root);
        if (notice !== null) options.onNotice?.(notice);
      }
      // The writer wakes readers itself: they need not wait for this thread.
      const wakeRoot = options.wake === undefined ? resolve(root) : null;
      const id = await writer.call({ kind: "open", path, wakeRoot });
      const view = new LogView(path);
      const wake = options.wake ?? broadcastWake(root);
      return new EmbeddedLog({ id, writer, view }, { wake, release }, options);
    } catch (error) {
      writer.end();
      release();
      throw asReadError(databasePath(root), error);
    }
  }

  /** One append is there as a whole or not at all. */
  async append(topic: string, records: readonly NewRecord[]): Promise<readonly AppendedRange[]> {
    this.#checkOpen(`append to ${topic}`);
    const commits = this.#commits.get(topic);
    if (commits === undefined) {
      throw new LogTopicError(`Cannot append: the topic must be in the log (got "${topic}")`);
    }
    return await commits.append(records);
  }

  async createTopic(topic: string, { partitions }: { readonly partitions: number }): Promise<void> {
    this.#checkOpen(`make topic ${topic}`);
    try {
      await this.#writer.call({ kind: "createTopic", topic, partitions });
    } catch (error) {
      throw asWriteError(`make topic ${topic}`, error);
    }
    this.#open(topic, partitions);
  }

  topics(): Promise<readonly TopicInfo[]> {
    return Promise.try(() => this.#view.topics());
  }

  offsets(topic: string): Promise<readonly PartitionOffsets[]> {
    return Promise.try(() => this.#view.offsets(topic));
  }

  /** See {@link LogAdmin.retain}. */
  async retain(covered: readonly CoveredOffset[], ageMs: number): Promise<number> {
    this.#checkOpen("remove records");
    const nowMs = this.#options.nowMs(), age = { beforeMs: nowMs - ageMs, nowMs };
    for (let removed = 0;;) {
      // One transaction at a time, so that appends go in between.
      const some = await this.#writer.call({ kind: "retain", covered, age });
      if (some === 0) return removed;
      removed += some;
    }
  }

  /** Waits for the appends under way and gives the folder back. */
  close(): Promise<void> {
    return this.#closing ??= this.#close();
  }

  async #close(): Promise<void> {
    for (const commits of this.#commits.values()) await commits.drain();
    this.#view.close(); // before the writer: who closes last removes the WAL
    try {
      await this.#writer.call({ kind: "close" });
    } catch {
      // A crashed writer has nothing left to close: what it acknowledged is on the disk.
    }
    this.#writer.end();
    this.#wake.close();
    this.#release();
  }

  #open(topic: string, partitions: number): void {
    if (this.#commits.has(topic)) return;
    const limits = { partitions, maxQueuedBytes: this.#options.maxQueuedBytes };
    this.#commits.set(
      topic,
      new GroupCommit(topic, limits, (commit) => this.#write(topic, commit)),
    );
  }

  async #write(topic: string, commit: PendingCommit): Promise<readonly number[]> {
    const batches = commit.batches();
    const request = { topic, nowMs: this.#options.nowMs(), batches };
    try {
      const buffers = batches.map(({ bytes }) => bytes.buffer);
      const baseOffsets = await this.#writer.call({ kind: "commit", request }, buffers);
      if (this.#options.wakesReaders) this.#wake.notify();
      return baseOffsets;
    } catch (error) {
      throw asWriteError(`append to ${topic}`, error);
    }
  }

  #checkOpen(action: string): void {
    if (this.#closing === null) return;
    throw new LogTopicError(`Cannot ${action}: the log is closed`);
  }
}
