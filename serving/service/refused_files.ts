// Files of the watched folder that were not taken in, with why: set aside until they change, and shown.

import { statOrNull } from "../../lake/disk/names.ts";
import { KeptJson } from "../../lake/kept_json.ts";
import type { Lake } from "../../lake/port.ts";
import { isPlainObject } from "../../domain/parse_kept_json.ts";
import type { RefusedFile } from "../../domain/refused_file.ts";
import type { RefusedFilesPort } from "../ports.ts";

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
  readonly #file: KeptJson<Partial<Kept>>;
  #kept: Kept;

  private constructor(file: KeptJson<Partial<Kept>>, kept: Kept) {
    this.#file = file;
    this.#kept = kept;
  }

  /** Reads what earlier processes left in the data folder; what cannot be read is begun anew. */
  static async open(lake: Lake): Promise<RefusedFiles> {
    const file = new KeptJson<Partial<Kept>>(lake, NAME, isPlainObject);
    const { refused = {}, reading = {} } = await file.read().catch(() => null) ?? {};
    return new RefusedFiles(file, { refused, reading });
  }

  /** Those that are still there, newest first. */
  list(): RefusedFile[] {
    return Object.values(this.#kept.refused).filter(({ path }) => statOrNull(path)?.isFile)
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
    await this.#file.write(this.#kept).catch(() => {});
  }
}
