// Names on the disk: what is there, also where there is nothing, and folders for what is to come.

import { resolve } from "node:path";
import { DISK, removeIfThere } from "./file_layer.ts";
import { OWN_FOLDER } from "./own_file.ts";

/** Whether an error says that nothing has the name. */
export function isAbsent(error: unknown): boolean {
  return error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory;
}

/** @throws the system's error, also where nothing has the name */
export function statOf(path: string): Deno.FileInfo {
  return Deno.statSync(path);
}

/**
 * Null where nothing has the name, or a link of that name leads nowhere.
 *
 * @throws the system's error where it does not tell
 */
export function statIfThere(path: string): Deno.FileInfo | null {
  return nullIfAbsent(() => Deno.statSync(path));
}

/** The same of the name itself, which may be a link. */
export function lstatIfThere(path: string): Deno.FileInfo | null {
  return nullIfAbsent(() => Deno.lstatSync(path));
}

/** Null also where the system does not tell: whoever opens the file hears why. */
export function statOrNull(path: string): Deno.FileInfo | null {
  try {
    return Deno.statSync(path);
  } catch {
    return null;
  }
}

/** Whether there is anything of that name that can be looked at. */
export function isThere(path: string): boolean {
  return statOrNull(path) !== null;
}

/** When a file was changed last, in milliseconds since 1970; 0 where the system does not tell. */
export function changedMs({ mtime }: Deno.FileInfo): number {
  return mtime?.getTime() ?? 0;
}

/** The path without links; as it is where nothing is there. */
export function realPath(path: string): string {
  try {
    return Deno.realPathSync(path);
  } catch {
    return resolve(path);
  }
}

/** What is in a folder; nothing where there is none. */
export function entriesOf(folder: string): Deno.DirEntry[] {
  return nullIfAbsent(() => [...Deno.readDirSync(folder)]) ?? [];
}

/** Makes a folder of its owner's alone, and those around it. */
export function makeOwnFolder(path: string): void {
  Deno.mkdirSync(path, { recursive: true, ...OWN_FOLDER });
}

/** Removes a file, or a folder with all in it; nothing happens when it is not there. */
export function remove(path: string): void {
  removeIfThere(path, DISK);
}

/** The same of a folder that holds much, while others have their turn. */
export async function removeTree(path: string): Promise<void> {
  await Deno.remove(path, { recursive: true }).catch((error) => {
    if (!isAbsent(error)) throw error;
  });
}

/** Copies a file; nothing happens when it is not there. */
export function copyIfThere(from: string, to: string): void {
  nullIfAbsent(() => Deno.copyFileSync(from, to));
}

function nullIfAbsent<Value>(ask: () => Value): Value | null {
  try {
    return ask();
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}
