// Leaves a named consumer's positions in the log's folder, now and then, for retention to go by.

import { writePositions } from "./consumer_positions.ts";
import type { LogFiles } from "./files.ts";
import { topicDirectory } from "./paths.ts";

/** An old position only keeps records longer, so there is no hurry. */
const REPORT_EVERY_MS = 1_000;

/** A topic's next offsets, one for each partition. */
export interface TopicPositions {
  readonly topic: string;
  readonly nextOffsets: readonly number[];
}

/** One consumer's positions. The truth is in its own store; this is a copy that may lag behind. */
export class ReportedPositions {
  readonly #files: LogFiles;
  readonly #consumer: string;
  readonly #root: string;
  readonly #reported = new Map<string, readonly number[]>();
  #reportedAtMs = -Infinity;

  private constructor(files: LogFiles, consumer: string, root: string) {
    this.#files = files;
    this.#consumer = consumer;
    this.#root = root;
  }

  /** Makes the consumer known, durably, with the positions it starts from. */
  static async register(
    files: LogFiles,
    consumer: string,
    at: { readonly root: string; readonly topics: readonly TopicPositions[] },
  ): Promise<ReportedPositions> {
    const positions = new ReportedPositions(files, consumer, at.root);
    for (const { topic, nextOffsets } of at.topics) await positions.#write(topic, nextOffsets);
    return positions;
  }

  /** Reports what has been committed, when it is time to or a position went back. */
  async report(topics: readonly TopicPositions[]): Promise<void> {
    const isTime = performance.now() - this.#reportedAtMs >= REPORT_EVERY_MS;
    for (const { topic, nextOffsets } of topics) {
      const reported = this.#reported.get(topic)!;
      if (nextOffsets.some((offset, index) => offset < reported[index]!)) {
        await this.#write(topic, nextOffsets); // before reading: retention must not be ahead
      } else if (isTime && nextOffsets.some((offset, index) => offset > reported[index]!)) {
        // A full disk must not stop the consumer: what is not reported is kept, which is safe.
        await this.#write(topic, nextOffsets).catch(() => {});
      }
    }
  }

  async #write(topic: string, next: readonly number[]): Promise<void> {
    const directory = topicDirectory(this.#root, topic);
    await writePositions(this.#files, directory, { consumer: this.#consumer, next });
    this.#reported.set(topic, next);
    this.#reportedAtMs = performance.now();
  }
}
