// Files of the watched folder that were not taken in, with why: set aside until they change, and shown.

import { join } from "node:path";
import type { RefusedFile } from "../../domain/refused_file.ts";
import type { RefusedFilesPort } from "../ports.ts";
import { replaceText } from "../../lake/disk/replace_file.ts";

/** What is on disk: files by path, and those that are being read with the number of times. */
interface Kept {
  readonly refused: Record<string, RefusedFile>;
  readonly reading: Record<string, { readonly mark: string; readonly times: number }>;
}

/** A process that ended so often while it read a file is taken to have ended of it. */
const MAX_TRIES = 3;
const NAME = "refused_files.json";

/** Kept across restarts, so that no file ends the service at each start. */
export class RefusedFiles implements RefusedFilesPort {
  readonly #path: string;
  #kept: Kept;

  private constructor(path: string, kept: Kept) {
    this.#path = path;
    this.#kept = kept;
  }

  /** Reads what earlier processes left; what cannot be read is begun anew. */
  static open(dataPath: string): RefusedFiles {
    const path = join(dataPath, NAME);
    try {
      const { refused = {}, reading = {} } = JSON.parse(Deno.readTextFileSync(path));
      return new RefusedFiles(path, { refused, reading });
    } catch {
      return new RefusedFiles(path, { refused: {}, reading: {} });
    }
  }

  /** Those that are still there, newest first. */
  list(): RefusedFile[] {
    return Object.values(this.#kept.refused).filter(({ path }) => isThere(path))
      .sort((a, b) => a.at < b.at ? 1 : -1);
  }

  /** Notes that a file is going to be read; false when it is not to be tried again. */
  async begin(path: string, mark: string): Promise<boolean> {
    const before = this.#kept.reading[path];
    const times = before?.mark === mark ? before.times : 0;
    if (times >= MAX_TRIES) {
      await this.end(path, {
        runId: null,
        reason:
          `The service ended ${MAX_TRIES} times while it read the file: try it with deno task etl, ` +
          "and put it there anew when it is mended",
      });
      return false;
    }
    await this.#change(({ refused, reading }) => ({
      ...{ refused, reading: { ...reading, [path]: { mark, times: times + 1 } } },
    }));
    return true;
  }

  /** Notes how a file ended; `reason` null: it was taken in. */
  async end(
    path: string,
    { reason, runId }: { readonly reason: string | null; readonly runId: string | null },
  ): Promise<void> {
    const at = new Date().toISOString();
    await this.#change(({ refused, reading }) => {
      const { [path]: _, ...others } = refused, { [path]: __, ...rest } = reading;
      const told = reason === null ? {} : { [path]: { path, reason, at, run_id: runId } };
      return { refused: { ...others, ...told }, reading: rest };
    });
  }

  async #change(change: (kept: Kept) => Kept): Promise<void> {
    this.#kept = change(this.#kept);
    // A disk that is full keeps no file from being read: what is kept is kept in memory then.
    await replaceText(this.#path, JSON.stringify(this.#kept) + "\n").catch(() => {});
  }
}

function isThere(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
