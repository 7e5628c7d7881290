// Group commit: appends that come while the disk is busy share the next write and fsync.

import type { AppendedRange, NewRecord } from "../port.ts";
import { LogWriteError } from "../errors.ts";
import { PendingCommit } from "./pending_commit.ts";
import { RecordEncoder } from "./record_codec.ts";

/** A commit takes further appends until it has this size; more in one write gains nothing. */
const TARGET_BYTES = 4 << 20;

/** Makes a commit durable and gives the offset of each partition's first record in it. */
export type WriteCommit = (commit: PendingCommit) => Promise<readonly number[]>;

/** Takes appends of one topic and hands them to `write` in commits, one after the other. */
export class GroupCommit {
  readonly #encoder = new RecordEncoder();
  readonly #topic: string;
  readonly #partitions: number;
  readonly #maxQueuedBytes: number;
  readonly #write: WriteCommit;
  #queue: PendingCommit[] = [];
  #queuedBytes = 0;
  #running: Promise<void> | null = null;

  constructor(
    topic: string,
    settings: { readonly partitions: number; readonly maxQueuedBytes: number },
    write: WriteCommit,
  ) {
    this.#topic = topic;
    this.#partitions = settings.partitions;
    this.#maxQueuedBytes = settings.maxQueuedBytes;
    this.#write = write;
  }

  /** See {@link import("../port.ts").LogProducer.append}. */
  async append(records: readonly NewRecord[]): Promise<readonly AppendedRange[]> {
    if (records.length === 0) return [];
    if (this.#queuedBytes > this.#maxQueuedBytes) {
      throw new LogWriteError(
        `Cannot append to ${this.#topic} as at most ${this.#maxQueuedBytes} bytes may wait for ` +
          `the disk: current value is ${this.#queuedBytes}`,
        { retriable: true },
      );
    }
    const commit = this.#commitWithRoom();
    const bytesBefore = commit.bytes;
    const acknowledged = commit.add(records);
    this.#queuedBytes += commit.bytes - bytesBefore;
    this.#running ??= this.#run();
    return await acknowledged;
  }

  /** Resolves once nothing waits. */
  async drain(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  #commitWithRoom(): PendingCommit {
    const last = this.#queue.at(-1);
    if (last !== undefined && last.bytes < TARGET_BYTES) return last;
    const commit = new PendingCommit(this.#partitions, this.#encoder);
    this.#queue.push(commit);
    return commit;
  }

  async #run(): Promise<void> {
    await Promise.resolve(); // let the other appends of this turn join
    for (let commit = this.#queue.shift(); commit !== undefined; commit = this.#queue.shift()) {
      if (commit.bytes === 0) continue; // its only append could not be encoded
      try {
        // Durable first, then acknowledged: an acknowledgement is a promise that power loss keeps.
        const baseOffsets = await this.#write(commit);
        commit.acknowledge(baseOffsets);
      } catch (error) {
        commit.refuse(error);
      }
      this.#queuedBytes -= commit.bytes;
    }
    this.#running = null;
  }
}
