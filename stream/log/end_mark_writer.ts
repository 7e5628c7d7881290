// Publishes how far a topic is durable. A failure delays readers; it never takes back a commit.

import { encodeEndMark, type EndMark } from "./end_mark.ts";
import type { LogFile, LogFiles } from "./files.ts";
import { endMarkPath } from "./paths.ts";

const RETRY_MS = 50;

/** The one writer of a topic's end mark. */
export class EndMarkWriter {
  readonly #files: LogFiles;
  readonly #path: string;
  readonly #published: () => void;
  #file: LogFile | null = null;
  #mark: EndMark | null = null;
  #writing: Promise<void> = Promise.resolve();
  #retry: ReturnType<typeof setTimeout> | undefined;

  /** `published` is called when readers can see a new end. */
  constructor(files: LogFiles, directory: string, published: () => void) {
    this.#files = files;
    this.#path = endMarkPath(directory);
    this.#published = published;
  }

  /** Resolves once readers see `mark`, or the writing of it has failed and will be tried again. */
  publish(mark: EndMark): Promise<void> {
    this.#mark = mark;
    return this.#writing = this.#writing.then(() => this.#write());
  }

  /** Tries once more what readers have not seen yet, and closes. */
  async close(): Promise<void> {
    await (this.#writing = this.#writing.then(() => this.#write()));
    clearTimeout(this.#retry);
    this.#file?.close();
    this.#file = null;
  }

  async #write(): Promise<void> {
    clearTimeout(this.#retry);
    const mark = this.#mark;
    if (mark === null) return;
    try {
      this.#file ??= (await this.#files.open(this.#path, "write"))!;
      // Not synced: a lost mark is found again at the next start, by reading the last segment.
      await this.#file.write(encodeEndMark(mark), 0);
      this.#mark = null;
      this.#published();
    } catch { // a full or failing disk: the records are durable, only the news of them is late
      this.#retry = setTimeout(() => {
        this.#writing = this.#writing.then(() => this.#write());
      }, RETRY_MS);
    }
  }
}
