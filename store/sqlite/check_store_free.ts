// Refuses a start on a store that another process writes to, instead of waiting for it to end.

import { UsageError } from "../../domain/errors.ts";
import { inDataFolderSync } from "../../lake/disk/data_folder.ts";
import { makeOwnFolder } from "../../lake/disk/names.ts";
import { newerVersion, storedVersion } from "./write/store_settings.ts";
import { lockStore } from "./write/store_lock.ts";
import { storePath } from "./open_store.ts";
import { StoreLockedError } from "../errors.ts";

/**
 * Makes the folder where there is none. A store that is taken right after this is waited for, as after a
 * crash.
 *
 * @throws {UsageError} another process has it, a newer version wrote it, or the folder cannot be made or
 * written to
 */
export function checkStoreFree(dataPath: string): void {
  const newer = newerVersion(storedVersion(storePath(dataPath)));
  if (newer !== null) throw new UsageError(`${storePath(dataPath)}: ${newer.message}`);
  try {
    inDataFolderSync(dataPath, () => {
      makeOwnFolder(dataPath);
      lockStore(storePath(dataPath))();
    });
  } catch (error) {
    if (!(error instanceof StoreLockedError)) throw error;
    throw new UsageError(
      `${error.message}. Stop it first, or name another folder by PLAYHEAD_DATA`,
      {
        cause: error,
      },
    );
  }
}
