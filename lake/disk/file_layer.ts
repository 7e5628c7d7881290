// The file operations that a run writes and publishes with: the disk's own, or in tests one that fails.

/** A part of `Deno`, so that the disk needs no adapter. */
export type FileLayer = Pick<
  typeof Deno,
  | "copyFileSync"
  | "lstatSync"
  | "mkdirSync"
  | "openSync"
  | "readDirSync"
  | "readTextFileSync"
  | "removeSync"
  | "renameSync"
>;

/** The disk. */
export const DISK: FileLayer = Deno;

/** Whether anything has this name, also a link that leads nowhere. */
export function exists(path: string, files: FileLayer): boolean {
  return infoOrNull(path, files) !== null;
}

/** What has this name, or null; a link is not followed. */
export function infoOrNull(path: string, files: FileLayer): Deno.FileInfo | null {
  try {
    return files.lstatSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/** Makes a file's bytes durable, or the names in a folder. */
export function syncPath(path: string, files: FileLayer): void {
  using file = files.openSync(path, { read: true });
  file.syncSync();
}

/** Writes a text that outlives a power cut; its name does once the folder is synced. */
export function writeDurably(path: string, text: string, files: FileLayer): void {
  using file = files.openSync(path, { write: true, create: true, truncate: true });
  const bytes = new TextEncoder().encode(text);
  for (let done = 0; done < bytes.length;) done += file.writeSync(bytes.subarray(done));
  file.syncSync();
}

/** Removes a file or a folder with all in it; nothing happens when it is not there. */
export function removeIfThere(path: string, files: FileLayer): void {
  try {
    files.removeSync(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Whether a disk is full or broken (EIO, ENOSPC, EDQUOT): nothing that was asked for is wrong then. */
export function isDiskFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (/\b(?:EIO|ENOSPC|EDQUOT)\b/.test(error.message)) return true;
  const number = /\(os error (\d+)\)/.exec(error.message)?.[1];
  return DISK_FAILURES.includes(Number(number ?? 0));
}

/** Linux, macOS and BSD share the first two; 69 is the quota there, 122 on Linux. */
const DISK_FAILURES: readonly number[] = Deno.build.os === "windows"
  ? [23, 39, 112]
  : [5, 28, Deno.build.os === "linux" ? 122 : 69];
