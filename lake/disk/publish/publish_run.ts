// Puts a run's files where they belong, by renaming them: all of them or none, also when the run is killed.

import { basename, dirname, join, resolve } from "node:path";
import { UsageError } from "../../../domain/errors.ts";
import { exists, type FileLayer, infoOrNull, syncPath } from "../file_layer.ts";
import { noteStaged, type Publication, type PublishPlan, writeJournal } from "./publish_journal.ts";
import { completeAbandoned, completePublication } from "./recover_runs.ts";
import { withFolderLock } from "./with_folder_lock.ts";

/**
 * Publishes what lies in `runFolder`; a folder to be published comes first in the plan. Whatever ends the
 * run, the published files are all of this run or all of the one before, as soon as a run that begins,
 * or `recoverOutputs()`, has seen to it. A reader that looks in the middle of the renames may see both.
 *
 * @throws {Error} when a file cannot take its name; the old ones stay, or the next run does the rest
 */
export function publishRun(runFolder: string, plan: PublishPlan, files: FileLayer): void {
  const parent = dirname(runFolder);
  for (const move of plan.moves) assertReplaceable(move, files);
  // Runs that publish at once would leave the report of one beside the output of the other.
  withFolderLock(parent, () => {
    completeAbandoned(parent, files);
    const moves = stageElsewhere(runFolder, plan.moves, files);
    // What the journal names must be there after a power cut.
    syncFolders(runFolder, files);
    writeJournal(runFolder, { ...plan, moves }, files);
    completePublication(runFolder, files);
  }, files);
}

/** Once the journal is written, nothing may be in the way any more. */
function assertReplaceable({ from, to }: Publication, files: FileLayer): void {
  const isFolder = infoOrNull(from, files)?.isDirectory;
  const old = infoOrNull(to, files);
  if (old === null || old.isSymlink || old.isDirectory === isFolder) return;
  const [wanted, there] = isFolder ? ["folder", "file"] : ["file", "folder"];
  throw new UsageError(`Cannot publish ${to} as a ${wanted}: a ${there} of that name is there`);
}

/**
 * Files for other folders go there first, under hidden names: a rename within a folder needs no room, and
 * a folder that cannot be written to is found while everything can still be left as it is.
 */
function stageElsewhere(
  runFolder: string,
  moves: readonly Publication[],
  files: FileLayer,
): Publication[] {
  const parent = resolve(dirname(runFolder));
  const staged = moves.map(({ from, to }) => {
    const folder = dirname(resolve(to));
    if (folder === parent) return { from, to };
    return { from: join(folder, `.${basename(to)}${basename(runFolder)}`), to };
  });
  const elsewhere = staged.map(({ from }) => from).filter((from, i) => from !== moves[i]!.from);
  if (elsewhere.length > 0) noteStaged(runFolder, elsewhere, files);
  staged.forEach(({ from }, index) => {
    const source = moves[index]!.from;
    if (from !== source) stage(source, from, files);
  });
  return staged;
}

/** Renames; to another file system, copies. */
function stage(from: string, to: string, files: FileLayer): void {
  files.mkdirSync(dirname(to), { recursive: true });
  try {
    files.renameSync(from, to);
  } catch (error) {
    if (!(error instanceof Error && /os error 18\b/.test(error.message))) throw error;
    files.copyFileSync(from, to);
    syncPath(to, files);
  }
  syncPath(dirname(to), files);
}

/** Makes the names below a folder durable; the files themselves are when they were written. */
function syncFolders(folder: string, files: FileLayer): void {
  for (const { name, isDirectory } of files.readDirSync(folder)) {
    if (isDirectory && exists(join(folder, name), files)) syncFolders(join(folder, name), files);
  }
  syncPath(folder, files);
}
