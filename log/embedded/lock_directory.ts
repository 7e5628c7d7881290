// One process writes to a log's folder: a lock on a file in it.

import { join } from "node:path";
import { lockFile, type Release } from "../../lake/disk/lock_file.ts";
import { LogLockedError } from "../errors.ts";

/**
 * Takes the folder for this process, or says at once who has it.
 *
 * @throws {LogLockedError} another process, or this one, has it open already
 */
export function lockDirectory(directory: string): Release {
  return lockFile(
    join(directory, "lock"),
    (holder) =>
      new LogLockedError(
        `Cannot write to the log in ${directory} as one process at a time must have it: ` +
          `current value is process ${holder}`,
      ),
  );
}
