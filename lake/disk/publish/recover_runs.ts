// Mends what runs that were killed left beside an output: publications are completed, folders removed.

import { join } from "node:path";
import { AuditError } from "../../../domain/errors.ts";
import { DISK, type FileLayer, removeIfThere } from "../file_layer.ts";
import { completeJournal, hasJournal, removeStaged } from "./publish_journal.ts";
import { withFolderLock } from "./with_folder_lock.ts";

/** Run folders start with this; they are hidden, and no pattern of inputs or outputs matches them. */
export const RUN_FOLDER_PREFIX = ".playhead-run-";
/** The file in a run folder that is locked while its run lives. */
export const LOCK_NAME = "lock";

/**
 * Makes the outputs in a folder those of one run each, as a run does that begins. For whoever reads them:
 * the folder need not be writable, or be there at all, when nothing is left to mend.
 *
 * @throws {AuditError} when a publication cannot be completed; it names what is in the way
 */
export function recoverOutputs(folder: string, files: FileLayer = DISK): void {
  if (runFolders(folder, files).some((path) => hasJournal(path, files))) {
    withFolderLock(folder, () => recoverRuns(folder, files), files);
  }
}

/** Completes publications and removes the folders of dead runs. The caller holds the folder's lock. */
export function recoverRuns(folder: string, files: FileLayer): void {
  completeAbandoned(folder, files);
  for (const path of runFolders(folder, files)) {
    try {
      if (hasJournal(path, files) || isAlive(path, files)) continue;
      removeRunFolder(path, files);
    } catch (error) {
      // A run may end meanwhile and remove its folder itself.
      if (!isOthers(error) && !(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
}

/**
 * Completes the publications that were begun in a folder. The caller holds the folder's lock, so that
 * nobody is publishing: whoever wrote a journal was killed, or could not do what it says.
 */
export function completeAbandoned(folder: string, files: FileLayer): void {
  for (const path of runFolders(folder, files)) {
    try {
      if (hasJournal(path, files)) completePublication(path, files);
    } catch (error) {
      if (isOthers(error)) continue;
      // What could not even begin is over, and the old files stay.
      if (hasJournal(path, files)) throw error;
    }
  }
}

/** Removes a run folder with what it put elsewhere; its lock goes last, as it tells the dead from the new. */
export function removeRunFolder(path: string, files: FileLayer): void {
  removeStaged(path, files);
  for (const { name } of files.readDirSync(path)) {
    if (name !== LOCK_NAME) removeIfThere(join(path, name), files);
  }
  files.removeSync(path, { recursive: true });
}

/** @throws {AuditError} when some files have their names and others cannot take theirs */
export function completePublication(runFolder: string, files: FileLayer): void {
  try {
    completeJournal(runFolder, files);
  } catch (cause) {
    if (isOthers(cause) || !hasJournal(runFolder, files)) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new AuditError(
      `Cannot finish publishing as a file cannot take its name: ${why}; clear the way and the next ` +
        `run will do the rest, or give it up by removing ${runFolder}`,
      { cause },
    );
  }
}

function runFolders(folder: string, files: FileLayer): string[] {
  try {
    return [...files.readDirSync(folder)]
      .filter(({ name, isDirectory }) => isDirectory && name.startsWith(RUN_FOLDER_PREFIX))
      .map(({ name }) => join(folder, name));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

/** What is another user's, that user mends. */
function isOthers(error: unknown): boolean {
  return error instanceof Deno.errors.PermissionDenied;
}

function isAlive(runFolder: string, files: FileLayer): boolean {
  let lock: Deno.FsFile;
  try {
    lock = files.openSync(join(runFolder, LOCK_NAME), { write: true });
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return isNew(runFolder, files);
    throw error;
  }
  try {
    return !lock.tryLockSync(true);
  } finally {
    lock.close();
  }
}

/** A run that has made its folder but not its lock yet is given a minute. */
function isNew(runFolder: string, files: FileLayer): boolean {
  const madeMs = files.lstatSync(runFolder).mtime?.getTime() ?? 0;
  return Date.now() - madeMs < 60_000;
}
