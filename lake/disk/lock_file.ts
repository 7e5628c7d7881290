// A file that one process holds, by the system's lock (`flock`): nothing is left to clean up after a crash.

import { OWN_FILE } from "./own_file.ts";

/** Gives the file back. */
export type Release = () => void;

/**
 * Locks a file for this process, or throws at once what `refuse` makes of its holder: a process id, or "unknown".
 * The lock ends with the process, however it ends.
 */
export function lockFile(path: string, refuse: (holder: string) => Error): Release {
  const file = Deno.openSync(path, { create: true, read: true, write: true, ...OWN_FILE });
  try {
    if (!file.tryLockSync(true)) throw refuse(readHolder(file));
    file.truncateSync(0);
    file.writeSync(new TextEncoder().encode(`${Deno.pid}\n`));
  } catch (error) {
    file.close();
    throw error;
  }
  return () => {
    // Closing alone would not do while a process that is being started still has a copy of the file.
    file.unlockSync();
    file.close();
  };
}

function readHolder(file: Deno.FsFile): string {
  const into = new Uint8Array(20);
  return new TextDecoder().decode(into.subarray(0, file.readSync(into) ?? 0)).trim() || "unknown";
}
