// One process writes to a store: a lock on a file beside it.

import { lockFile, type Release } from "../../../lake/disk/lock_file.ts";
import { StoreLockedError } from "../../errors.ts";

/**
 * Takes the store for this process; what comes back gives it free again.
 *
 * @throws {StoreLockedError} it is taken
 */
export function lockStore(path: string): Release {
  return lockFile(
    `${path}.lock`,
    (holder) =>
      new StoreLockedError(
        `Cannot write to ${path} as one process at a time must have it: ` +
          `current value is process ${holder}`,
      ),
  );
}
