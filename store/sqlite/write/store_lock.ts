// One process writes to a store: the system's lock on a file beside it, gone when the process is.

import { OWN_FILE } from "../../../lake/disk/own_file.ts";
import { StoreLockedError } from "../../errors.ts";

/**
 * Takes the store for this process; what comes back gives it free again. The lock ends with the process,
 * however it ends.
 *
 * @throws {StoreLockedError} it is taken
 */
export function lockStore(path: string): () => void {
  const file = Deno.openSync(`${path}.lock`, {
    create: true,
    read: true,
    write: true,
    ...OWN_FILE,
  });
  try {
    if (!file.tryLockSync(true)) throw new StoreLockedError(describeHolder(path, file));
    file.truncateSync(0);
    file.writeSync(new TextEncoder().encode(`${Deno.pid}\n`));
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

function describeHolder(path: string, file: Deno.FsFile): string {
  const into = new Uint8Array(20);
  const pid = new TextDecoder().decode(into.subarray(0, file.readSync(into) ?? 0)).trim();
  return `Cannot write to ${path} as one process at a time must have it: ` +
    `current value is process ${pid || "unknown"}`;
}
