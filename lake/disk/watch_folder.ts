// Watches a folder for files to run: each one once it has settled, and again only when it changes.

import { join } from "node:path";
import { type Clock, systemClock } from "../../clock/clock.ts";
import { isInputName } from "../../domain/input_name.ts";

/** A file that has come to rest. */
export interface SettledFile {
  readonly path: string;
  /** Size and time of change: another version of the file has another mark. */
  readonly mark: string;
}

/** How a folder is watched. */
export interface WatchOptions {
  readonly signal: AbortSignal;
  /** Versions that were taken before, by path. */
  readonly taken: ReadonlyMap<string, string>;
  readonly lookEveryMs?: number;
  /** A file that was changed less long ago may still be written to. */
  readonly settleMs?: number;
  readonly clock?: Clock;
}

/**
 * Yields each settled file that was not taken in that version. Folders within, hidden files and catalogs
 * (`catalog….csv`) are left alone. Looks by itself rather than being told, as network and container file
 * systems tell of nothing.
 */
export async function* watchFolder(
  folder: string,
  { signal, taken, lookEveryMs = 1_000, settleMs = 1_000, clock = systemClock }: WatchOptions,
): AsyncGenerator<SettledFile> {
  const known = new Map(taken);
  let seen = new Map<string, string>();
  while (!signal.aborted) {
    const files = await listInputs(folder);
    for (const { path, mark, changedMs } of files) {
      if (known.get(path) === mark) continue;
      // Unchanged since the last look and for a while: a copy that is under way is neither.
      if (seen.get(path) !== mark || clock.nowMs() - changedMs < settleMs) continue;
      known.set(path, mark);
      yield { path, mark };
      if (signal.aborted) return;
    }
    seen = new Map(files.map(({ path, mark }) => [path, mark]));
    await clock.wait(lookEveryMs, signal);
  }
}

/** The mark of the version of a file that is there now; null when there is none. */
export async function markOf(path: string): Promise<string | null> {
  return await Deno.stat(path).then(markOfFile, () => null);
}

function markOfFile({ size, mtime }: Deno.FileInfo): string {
  return `${size}-${mtime?.getTime() ?? 0}`;
}

async function listInputs(folder: string) {
  const files: { readonly path: string; readonly mark: string; readonly changedMs: number }[] = [];
  try {
    for await (const { name, isDirectory } of Deno.readDir(folder)) {
      if (isDirectory || name.startsWith(".") || !isInputName(name)) continue;
      if (/^catalog.*\.csv/i.test(name)) continue;
      const path = join(folder, name);
      const info = await Deno.stat(path).catch(() => null); // removed in between, or a dead link
      if (info === null || !info.isFile) continue;
      const changedMs = info.mtime?.getTime() ?? 0;
      files.push({ path, mark: markOfFile(info), changedMs });
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error; // it may be made later
  }
  return files.sort((a, b) => a.path < b.path ? -1 : 1);
}
