// The journal of a publication: what is to be renamed, kept until all of it is. Whoever finds one that is
// whole does what it says, as often as needed, and comes to the same files.

import { dirname, join, relative, resolve } from "node:path";
import {
  exists,
  type FileLayer,
  infoOrNull,
  removeIfThere,
  replaceDurably,
  syncPath,
} from "../file_layer.ts";

/** A file or folder of the run and the place where it is published. */
export interface Publication {
  readonly from: string;
  readonly to: string;
}

/** What a run publishes, and what it takes away because it no longer holds. */
export interface PublishPlan {
  readonly moves: readonly Publication[];
  readonly removes: readonly string[];
}

const JOURNAL_NAME = "publish.json";
const STAGE_NAME = "stage.json";
const PARKED_NAME = "previous";

/** Whether a publication of this run folder was begun and not ended. */
export function hasJournal(runFolder: string, files: FileLayer): boolean {
  return exists(join(runFolder, JOURNAL_NAME), files);
}

/** Makes the plan durable. Before this returns, a crash leaves the old files; after it, the new ones. */
export function writeJournal(runFolder: string, plan: PublishPlan, files: FileLayer): void {
  const parent = dirname(runFolder);
  // Relative to the output's folder: a volume may be mounted elsewhere when the journal is read.
  const place = (path: string) => relative(resolve(parent), resolve(path));
  const text = JSON.stringify({
    moves: plan.moves.map(({ from, to }) => ({ from: place(from), to: place(to) })),
    removes: plan.removes.map(place),
  });
  replaceDurably(join(runFolder, JOURNAL_NAME), text, files);
  // A power cut must not take the run folder's own name, and the journal with it.
  syncPath(parent, files);
}

/** Notes files outside of the run folder before they are made, so that they are removed after a crash. */
export function noteStaged(runFolder: string, paths: readonly string[], files: FileLayer): void {
  const text = JSON.stringify(paths.map((path) => relative(resolve(dirname(runFolder)), path)));
  replaceDurably(join(runFolder, STAGE_NAME), text, files);
}

/** Removes what {@link noteStaged} noted and was not published. */
export function removeStaged(runFolder: string, files: FileLayer): void {
  const note = join(runFolder, STAGE_NAME);
  if (!exists(note, files)) return;
  const paths: string[] = JSON.parse(files.readTextFileSync(note));
  for (const path of paths) removeIfThere(resolve(dirname(runFolder), path), files);
}

/** Does what is left to do of a run folder's journal, and removes the journal. */
export function completeJournal(runFolder: string, files: FileLayer): void {
  const parent = dirname(runFolder);
  const journal = join(runFolder, JOURNAL_NAME);
  const plan: PublishPlan = JSON.parse(files.readTextFileSync(journal));
  const parked = join(runFolder, PARKED_NAME);
  const place = (path: string) => resolve(parent, path);
  plan.moves.forEach((move, index) => {
    const from = place(move.from);
    try {
      takeName({ from, to: place(move.to) }, parked, files);
    } catch (error) {
      // Nothing has changed yet, or is as it was again: the old files stay, and the publication is over.
      if (index === 0 && exists(from, files) && !exists(parked, files)) files.removeSync(journal);
      throw error;
    }
  });
  const removed = plan.removes.filter((path) => exists(place(path), files));
  for (const path of removed) removeIfThere(place(path), files);
  const changed = [...plan.moves.map(({ to }) => to), ...removed];
  for (const folder of new Set(changed.map((path) => dirname(place(path))))) {
    syncPath(folder, files);
  }
  // Only now: without it a power cut could lose a rename and the journal that would repeat it.
  files.removeSync(journal);
  syncPath(runFolder, files);
}

/** Gives `from` the name `to`, unless that is done; a folder that has the name is parked first. */
function takeName({ from, to }: Publication, parked: string, files: FileLayer): void {
  const info = infoOrNull(from, files);
  if (info === null) return;
  if (info.isDirectory && exists(to, files)) {
    removeIfThere(parked, files);
    files.renameSync(to, parked);
  }
  try {
    files.mkdirSync(dirname(to), { recursive: true });
    files.renameSync(from, to);
  } catch (error) {
    if (info.isDirectory && exists(parked, files)) files.renameSync(parked, to);
    throw error;
  }
}
