// The folder in which a run writes until it is published: beside the output, so that renaming is atomic.

import { dirname, join } from "node:path";
import { isDiskFailure } from "../../../domain/disk_trouble.ts";
import { AuditError, UsageError } from "../../../domain/errors.ts";
import { DISK, type FileLayer, removeIfThere } from "../file_layer.ts";
import { hasJournal } from "./publish_journal.ts";
import { LOCK_NAME, recoverRuns, removeRunFolder, RUN_FOLDER_PREFIX } from "./recover_runs.ts";
import { withFolderLock } from "./with_folder_lock.ts";

/** A folder that belongs to one run. It is locked while the run lives, so leftovers can be told apart. */
export class RunFolder {
  /** Absolute or relative, as the output's path is. */
  readonly path: string;
  readonly #lock: Deno.FsFile;
  readonly #files: FileLayer;

  private constructor(path: string, lock: Deno.FsFile, files: FileLayer) {
    this.path = path;
    this.#lock = lock;
    this.#files = files;
  }

  /**
   * Makes the folder beside `outputPath` and mends what killed runs left there.
   * @throws {UsageError} when the output's folder cannot be made or written to
   * @throws {AuditError} when the disk is full or fails
   */
  static create(outputPath: string, runId: string, files: FileLayer = DISK): RunFolder {
    const parent = dirname(outputPath);
    const path = join(parent, RUN_FOLDER_PREFIX + runId);
    try {
      files.mkdirSync(parent, { recursive: true });
      // A run that starts meanwhile must not see this folder before it is locked.
      return withFolderLock(parent, () => {
        recoverRuns(parent, files);
        files.mkdirSync(path);
        try {
          const lock = files.openSync(join(path, LOCK_NAME), { create: true, write: true });
          lock.lockSync(true);
          return new RunFolder(path, lock, files);
        } catch (error) {
          removeIfThere(path, files);
          throw error;
        }
      }, files);
    } catch (cause) {
      if (cause instanceof AuditError) throw cause;
      const why = cause instanceof Error ? cause.message : String(cause);
      if (isDiskFailure(cause)) {
        throw new AuditError(`Cannot write ${outputPath}, the old output stays: ${why}`, { cause });
      }
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

  /** Removes the folder with all that was not published, but not a publication that is half done. */
  remove(): void {
    this.#lock.close();
    if (hasJournal(this.path, this.#files)) return;
    try {
      removeRunFolder(this.path, this.#files);
    } catch (error) {
      // A run that begins beside this one may find the folder without its lock, and remove it first.
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
}
