// One process writes to a log's folder: the system's lock on a file, gone when the process is.

import { join } from "node:path";
import { OWN_FILE } from "../../lake/disk/own_file.ts";
import { LogLockedError } from "../errors.ts";

/** Gives the folder back. */
export type Release = () => void;

/**
 * Takes the folder for this process, or says at once who has it. The lock (`flock`) ends with the
 * process, however it ends, so nothing is left to clean up after a crash.
 *
 * @throws {LogLockedError} another process, or this one, has it open already
 */
export async function lockDirectory(directory: string): Promise<Release> {
  const path = join(directory, "lock");
  const file = await Deno.open(path, { create: true, read: true, write: true, ...OWN_FILE });
  let locked = false;
  try {
    locked = await file.tryLock(true);
    if (!locked) throw new LogLockedError(await describeHolder(directory, file));
    await file.truncate(0);
    await file.write(new TextEncoder().encode(`${Deno.pid}\n`));
    return () => {
      // Closing alone would not do while a process that is being started still has a copy of the file.
      file.unlockSync();
      file.close();
    };
  } catch (error) {
    file.close();
    throw error;
  }
}

async function describeHolder(directory: string, file: Deno.FsFile): Promise<string> {
  const into = new Uint8Array(20);
  const pid = new TextDecoder().decode(into.subarray(0, await file.read(into) ?? 0)).trim();
  return `Cannot write to the log in ${directory} as one process at a time must have it: ` +
    `current value is process ${pid || "unknown"}`;
}
