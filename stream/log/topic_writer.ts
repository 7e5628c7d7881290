// Writes one topic: frames to its open segment, the end mark after them, segments in and out.

import { asWriteError } from "./as_write_error.ts";
import { readUnreadFrom } from "./consumer_positions.ts";
import { EndMarkWriter } from "./end_mark_writer.ts";
import type { LogFiles } from "./files.ts";
import { encodeFrame } from "./frame.ts";
import { makeSegment } from "./make_segment.ts";
import { OpenSegment } from "./open_segment.ts";
import { segmentPath } from "./paths.ts";
import type { PendingCommit } from "./pending_commit.ts";
import { recoverTopic, type TopicState } from "./recover_topic.ts";
import { type ClosedSegment, countExpired } from "./retention.ts";
import type { TopicSettings } from "./topic_settings.ts";

/** A segment goes as a whole, so it holds at most this share of the topic's limits. */
const LIMIT_SHARE = 1 / 4;

/** What a topic's writer works with. */
export interface WriterContext {
  readonly files: LogFiles;
  /** The topic's folder. */
  readonly directory: string;
  readonly topic: string;
  readonly settings: TopicSettings;
  readonly segmentBytes: number;
  readonly nowMs: () => number;
  /** Called when readers can see more. */
  readonly published: () => void;
}

/** The one writer of a topic. Calls are served one after the other. */
export class TopicWriter {
  /** Bytes cut at the start: the beginning of a commit that was never acknowledged. */
  readonly tornBytes: number;
  readonly #context: WriterContext;
  readonly #mark: EndMarkWriter;
  readonly #closed: ClosedSegment[];
  #settings: TopicSettings;
  #open: OpenSegment;
  #nextOffsets: readonly number[];
  #nextCommit: number;
  #ingestTimeMs: number;
  #firstIngestTimeMs: number | null;
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(context: WriterContext, state: TopicState, open: OpenSegment) {
    this.#context = context;
    this.#settings = context.settings;
    this.#mark = new EndMarkWriter(context.files, context.directory, context.published);
    this.#closed = [...state.closed];
    this.#open = open;
    this.#nextOffsets = state.nextOffsets;
    this.#nextCommit = state.nextCommit;
    this.#ingestTimeMs = state.ingestTimeMs;
    this.#firstIngestTimeMs = state.last.firstIngestTimeMs;
    this.tornBytes = state.last.tornBytes;
  }

  /** Recovers the topic and opens it. @throws {import("../errors.ts").LogCorruptionError} */
  static async open(context: WriterContext): Promise<TopicWriter> {
    const { files, directory, settings } = context;
    const state = await recoverTopic(files, directory, settings.partitions);
    const at = { header: state.last, position: state.last.position };
    const writer = new TopicWriter(context, state, await OpenSegment.open(files, directory, at));
    await writer.#publish();
    return writer;
  }

  get settings(): TopicSettings {
    return this.#settings;
  }

  /** Settings to go by from now on. */
  use(settings: TopicSettings): void {
    this.#settings = settings;
  }

  /** Makes a commit durable; the offset of each partition's first record in it. */
  write(commit: PendingCommit): Promise<readonly number[]> {
    return this.#serve("append to", async () => {
      await this.#open.repair();
      const limit = Math.min(
        this.#context.segmentBytes,
        (this.#settings.retention.sizeBytes ?? Infinity) * LIMIT_SHARE,
      );
      if (this.#open.hasFrames && this.#open.position >= limit) await this.#roll();
      // A clock that goes back does not take the log with it.
      const ingestTimeMs = Math.max(Math.floor(this.#context.nowMs()), this.#ingestTimeMs);
      const baseOffsets = this.#nextOffsets, batches = commit.batches(baseOffsets);
      const info = { commit: this.#nextCommit, ingestTimeMs };
      await this.#open.append(encodeFrame(info, batches, this.#open.header.salt));
      this.#nextCommit++;
      this.#ingestTimeMs = ingestTimeMs;
      this.#firstIngestTimeMs ??= ingestTimeMs;
      this.#nextOffsets = batches.map(({ baseOffset, records }) => baseOffset + records);
      await this.#publish(); // only now: readers must not see what power loss could take back
      return baseOffsets;
    });
  }

  /** Lets expired segments go; how many went. */
  retain(): Promise<number> {
    return this.#serve("apply the retention of", async () => {
      const { retention, partitions } = this.#settings;
      const { files, directory } = this.#context;
      const nowMs = this.#context.nowMs();
      const firstIngestMs = this.#firstIngestTimeMs ?? Infinity;
      await this.#open.repair();
      if (nowMs - firstIngestMs > (retention.ageMs ?? Infinity) * LIMIT_SHARE) await this.#roll();
      const sizeBytes = this.#closed.reduce((sum, s) => sum + s.sizeBytes, this.#open.position);
      const unreadFrom = await readUnreadFrom(files, directory, partitions);
      const expired = countExpired(this.#closed, { retention, nowMs, sizeBytes, unreadFrom });
      for (let count = 0; count < expired; count++) {
        // Durably one by one, oldest first: a power cut must not leave a hole.
        await files.syncDirectory(directory);
        await files.remove(segmentPath(directory, this.#closed[0]!.segment));
        this.#closed.shift();
      }
      if (expired > 0) await files.syncDirectory(directory);
      return expired;
    });
  }

  /** Waits for the calls before it. */
  async close(): Promise<void> {
    await this.#turn;
    await this.#mark.close();
    this.#open.close();
  }

  async #roll(): Promise<void> {
    const { files, directory } = this.#context;
    const { segment } = this.#open.header;
    const endOffsets = this.#nextOffsets, lastIngestTimeMs = this.#ingestTimeMs;
    const made = await makeSegment(files, directory, {
      segment: segment + 1,
      firstCommit: this.#nextCommit,
      ingestFloorMs: lastIngestTimeMs,
      startOffsets: endOffsets,
    });
    const open = await OpenSegment.open(files, directory, made);
    this.#open.close();
    this.#closed.push({ segment, sizeBytes: this.#open.position, lastIngestTimeMs, endOffsets });
    this.#open = open;
    this.#firstIngestTimeMs = null;
    await this.#publish(); // readers must never be pointed at a segment that may go
  }

  #publish(): Promise<void> {
    const { header: { segment }, position } = this.#open;
    return this.#mark.publish({ segment, position, endOffsets: this.#nextOffsets });
  }

  #serve<Result>(action: string, work: () => Promise<Result>): Promise<Result> {
    const result = this.#turn.then(async () => {
      try {
        return await work();
      } catch (cause) {
        throw asWriteError(`${action} ${this.#context.topic}`, cause);
      }
    });
    this.#turn = result.catch(() => {}); // its caller gets the error; the next call goes on
    return result;
  }
}
