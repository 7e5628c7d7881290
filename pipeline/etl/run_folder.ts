// The folder in which a run writes until it is published: beside the output, so that renaming is atomic.

import { dirname, join } from "node:path";
import { UsageError } from "../../domain/errors.ts";
import { withFolderLock } from "./with_folder_lock.ts";

/** Run folders start with this; they are hidden, and no pattern of inputs or outputs matches them. */
export const RUN_FOLDER_PREFIX = ".playhead-run-";
const LOCK_NAME = "lock";

/** A folder that belongs to one run. It is locked while the run lives, so leftovers can be told apart. */
export class RunFolder {
  /** Absolute or relative, as the output's path is. */
  readonly path: string;
  readonly #lock: Deno.FsFile;

  private constructor(path: string, lock: Deno.FsFile) {
    this.path = path;
    this.#lock = lock;
  }

  /**
   * Makes the folder beside `outputPath` and removes what killed runs left there.
   * @throws {UsageError} when the output's folder cannot be made or written to
   */
  static create(outputPath: string, runId: string): RunFolder {
    const parent = dirname(outputPath);
    const path = join(parent, RUN_FOLDER_PREFIX + runId);
    try {
      Deno.mkdirSync(parent, { recursive: true });
      // A run that starts meanwhile must not see this folder before it is locked.
      return withFolderLock(parent, () => {
        removeLeftovers(parent);
        Deno.mkdirSync(path);
        const lock = Deno.openSync(join(path, LOCK_NAME), { create: true, write: true });
        lock.lockSync(true);
        return new RunFolder(path, lock);
      });
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new UsageError(
        `Cannot write to the folder ${parent} as it must exist or be creatable, and be writable: ${why}`,
        { cause },
      );
    }
  }

  /** The path of a file of this run. */
  file(name: string): string {
    return join(this.path, name);
  }

  /** Removes the folder with all that was not published. */
  remove(): void {
    this.#lock.close();
    Deno.removeSync(this.path, { recursive: true });
  }
}

/** Removes the folders of runs that were killed: nobody holds their lock any more. */
function removeLeftovers(parent: string): void {
  for (const entry of Deno.readDirSync(parent)) {
    if (!entry.isDirectory || !entry.name.startsWith(RUN_FOLDER_PREFIX)) continue;
    const path = join(parent, entry.name);
    try {
      if (!isAlive(path)) Deno.removeSync(path, { recursive: true });
    } catch (error) {
      // Its run ended meanwhile and removed it itself, or it is another user's, who will remove it.
      const isOthers = error instanceof Deno.errors.NotFound ||
        error instanceof Deno.errors.PermissionDenied;
      if (!isOthers) throw error;
    }
  }
}

function isAlive(path: string): boolean {
  let lock: Deno.FsFile;
  try {
    lock = Deno.openSync(join(path, LOCK_NAME), { write: true });
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return isNew(path);
    throw error;
  }
  try {
    return !lock.tryLockSync(true);
  } finally {
    lock.close();
  }
}

/** A run that has made its folder but not its lock yet is given a minute. */
function isNew(path: string): boolean {
  const madeMs = Deno.statSync(path).mtime?.getTime() ?? 0;
  return Date.now() - madeMs < 60_000;
}
