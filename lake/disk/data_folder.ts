// The folder of everything that is kept: where it cannot be had, one line names the setting to change.

import { diskTrouble } from "../../domain/disk_trouble.ts";
import { UsageError } from "../../domain/errors.ts";

const { AlreadyExists, NotADirectory, NotCapable, PermissionDenied } = Deno.errors;
/** What is wrong with the setting; a full disk is not. */
const NO_FOLDER = [AlreadyExists, NotADirectory, NotCapable, PermissionDenied];

/**
 * Does what needs the folder `dataPath`, such as making it or locking a file in it.
 *
 * @throws {UsageError} the folder cannot be made or written to; whatever else `work` throws stays as it is
 */
export async function inDataFolder<Result>(
  dataPath: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw asFolderError(dataPath, error);
  }
}

/** The same for what is done at once. */
export function inDataFolderSync<Result>(dataPath: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw asFolderError(dataPath, error);
  }
}

function asFolderError(dataPath: string, error: unknown): unknown {
  const isNoFolder = NO_FOLDER.some((kind) => error instanceof kind) ||
    diskTrouble(error) === "read-only";
  return !isNoFolder ? error : new UsageError(
    `Cannot keep data as PLAYHEAD_DATA must be a folder that can be written to: current value is ` +
      `"${dataPath}"`,
    { cause: error },
  );
}
