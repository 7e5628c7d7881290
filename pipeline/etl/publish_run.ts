// Puts a run's files where they belong, by renaming them; a reader sees the old output or the new one.

import { basename, dirname, join } from "node:path";
import { withFolderLock } from "./with_folder_lock.ts";

/** A file or folder of the run and the place where it is published. */
export interface Publication {
  readonly from: string;
  readonly to: string;
}

/** Where a folder is parked while another one takes its name. */
function parkedPath(path: string): string {
  const trimmed = path.replace(/\/+$/, "");
  const slash = trimmed.lastIndexOf("/") + 1;
  return `${trimmed.slice(0, slash)}.${trimmed.slice(slash)}.previous`;
}

/**
 * Publishes in order; the output comes last, so that whoever sees it finds its quarantine and report.
 * Renaming is atomic within a folder's file system, and the folders are synced after it.
 */
export function publishRun(publications: readonly Publication[]): void {
  // Runs that publish at once would leave the report of one beside the output of the other.
  withFolderLock(dirname(publications.at(-1)!.to), () => {
    for (const { from, to } of publications) {
      if (Deno.statSync(from).isDirectory) replaceFolder(from, to);
      else moveFile(from, to);
    }
  });
  for (const folder of new Set(publications.map(({ to }) => dirname(to)))) syncPath(folder);
}

/** Renames; a file for another file system is copied beside its place first, so that it appears at once. */
function moveFile(from: string, to: string): void {
  Deno.mkdirSync(dirname(to), { recursive: true });
  try {
    Deno.renameSync(from, to);
  } catch (error) {
    if (!(error instanceof Error && /os error 18\b/.test(error.message))) throw error;
    const beside = join(dirname(to), `.${basename(to)}.part`);
    Deno.copyFileSync(from, beside);
    // Before the rename: a power cut after it would leave an empty file under the published name.
    syncPath(beside);
    Deno.renameSync(beside, to);
  }
}

/** A folder cannot be renamed over another: the old one is parked until the new one has its name. */
function replaceFolder(from: string, to: string): void {
  const parked = parkedPath(to);
  if (exists(to)) Deno.renameSync(to, parked);
  Deno.renameSync(from, to.replace(/\/+$/, ""));
  if (exists(parked)) Deno.removeSync(parked, { recursive: true });
}

/** Mends what a crash between the two renames of a folder left: the old folder gets its name back. */
export function recoverFolder(path: string): void {
  const parked = parkedPath(path);
  // Without the lock, the parked folder of a run that is publishing would be taken for a leftover.
  withFolderLock(dirname(path), () => {
    if (!exists(parked)) return;
    if (exists(path)) Deno.removeSync(parked, { recursive: true });
    else Deno.renameSync(parked, path);
  });
}

function exists(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Makes a file's bytes durable, or the renames in a folder. */
function syncPath(path: string): void {
  const file = Deno.openSync(path, { read: true });
  try {
    file.syncSync();
  } finally {
    file.close();
  }
}
