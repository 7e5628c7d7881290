// Reads imports of older rules anew whose files are there still as they were, once the store has caught up.

import { basename, join } from "node:path";
import { wait } from "../../../clock/wait.ts";
import { hashFile } from "../../../lake/disk/hash_file.ts";
import { markOf } from "../../../lake/disk/watch_folder.ts";
import type { PickedUpFiles } from "../picked_up_files.ts";
import type { PipelineRuns } from "../pipeline_runs.ts";
import type { RefusedFiles } from "../refused_files.ts";
import type { OlderImport } from "../../../store/port.ts";

/** What reading anew needs. */
export interface RereadOptions {
  readonly olderImports: () => Promise<readonly OlderImport[]>;
  /** Records that the store has not applied. */
  readonly pending: () => number;
  readonly runs: PipelineRuns;
  readonly files: PickedUpFiles;
  /** A file that was refused is not tried at each start. */
  readonly refusedFiles: RefusedFiles;
  /** What a file's run is given beside its path. */
  readonly settingsOf: (path: string) => Promise<{ readonly catalogPath?: string }>;
  readonly rawFolder: string;
  readonly signal: AbortSignal;
}

const LOOK_EVERY_MS = 100, WAIT_AT_MOST_MS = 60_000;

/** Runs the files one after the other; each takes the place of its older import. */
export async function rereadOlder(options: RereadOptions): Promise<void> {
  const { olderImports, pending, rawFolder, refusedFiles, signal } = options;
  if ((await olderImports()).length === 0) return;
  for (let waitedMs = 0; pending() > 0 && waitedMs < WAIT_AT_MOST_MS; waitedMs += LOOK_EVERY_MS) {
    if (!await wait(LOOK_EVERY_MS, signal)) return;
  }
  for (const { source, run } of await olderImports()) {
    if (signal.aborted) return;
    const sha256 = run?.inputs.find(({ path }) => path === source)?.sha256;
    if (sha256 === undefined) continue;
    // A data folder may have been moved since.
    const path = await findFile([source, join(rawFolder, basename(source))], sha256);
    const isRefused = refusedFiles.list().some((refused) => refused.path === path);
    if (path !== null && !isRefused) await reread(path, source, options);
  }
}

/** A crash on the way runs the file again, as one of the watched folder or at the next start. */
async function reread(path: string, source: string, options: RereadOptions): Promise<void> {
  const { runs, files, refusedFiles, settingsOf, signal } = options;
  const mark = await markOf(path);
  if (mark === null || !await refusedFiles.begin(path, mark)) return;
  await files.forget(path);
  const ended = await runs.run(path, { ...await settingsOf(path), signal, replaces: [source] });
  if (ended === null) return;
  const reason = ended.isStopped ? null : ended.problem;
  await refusedFiles.end(path, { reason, runId: ended.runId });
  await files.add(path, mark);
}

async function findFile(paths: readonly string[], sha256: string): Promise<string | null> {
  for (const path of paths) {
    if (await hashFile(path).catch(() => null) === sha256) return path;
  }
  return null;
}
