// Refuses a start on a store that another process writes to, instead of waiting for it to end.

import { UsageError } from "../../domain/errors.ts";
import { lockStore, StoreLockedError } from "../store/store_lock.ts";
import { storePath } from "./open_store.ts";

const { AlreadyExists, NotADirectory, NotCapable, PermissionDenied } = Deno.errors;
/** What is wrong with the setting; a full disk is not. */
const NO_FOLDER = [AlreadyExists, NotADirectory, NotCapable, PermissionDenied];

/**
 * Makes the folder where there is none. A store that is taken right after this is waited for, as after a
 * crash.
 *
 * @throws {UsageError} another process has it, or the folder cannot be made
 */
export function checkStoreFree(dataPath: string): void {
  makeFolder(dataPath);
  try {
    lockStore(storePath(dataPath))();
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

function makeFolder(dataPath: string): void {
  try {
    Deno.mkdirSync(dataPath, { recursive: true });
  } catch (error) {
    if (!NO_FOLDER.some((kind) => error instanceof kind)) throw error;
    throw new UsageError(
      `Cannot keep data as PLAYHEAD_DATA must be a folder that can be written to: current value is ` +
        `"${dataPath}"`,
      { cause: error },
    );
  }
}
