// The file operations that a run writes and publishes with: the disk's own, or in tests one that fails.

import { dirname } from "node:path";

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
  writeAll(file, new TextEncoder().encode(text));
  file.syncSync();
}

/** Makes a text appear whole under its name or not at all, also after a power cut. */
export function replaceDurably(path: string, text: string, files: FileLayer): void {
  writeDurably(`${path}.part`, text, files);
  files.renameSync(`${path}.part`, path);
  syncPath(dirname(path), files);
}

/** Writes all bytes, in as many writes as the system wants. */
export function writeAll(
  target: { writeSync(bytes: Uint8Array): number },
  bytes: Uint8Array,
): void {
  for (let done = 0; done < bytes.length;) done += target.writeSync(bytes.subarray(done));
}

/** Removes a file or a folder with all in it; nothing happens when it is not there. */
export function removeIfThere(path: string, files: FileLayer): void {
  try {
    files.removeSync(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
