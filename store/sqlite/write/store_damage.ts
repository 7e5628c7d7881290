// What belongs to the store and cannot be read as it was written: the store's own file, or its catalog.

import { diskTrouble } from "../../../domain/disk_trouble.ts";
import { DamagedFileError } from "../../../domain/errors.ts";

/** The message names the file and the way out. */
export class StoreDamagedError extends DamagedFileError {}

/** The catalog that the store goes by: without it, what is stored can still be shown. */
export class CatalogDamagedError extends StoreDamagedError {}

/** A damaged file told by its name; any other error stays as it is. */
export function asStoreDamage(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || diskTrouble(error) !== "damaged") return error;
  return new StoreDamagedError(
    `Cannot read ${path} as it is damaged: ${error.message}. Move it away, with its -wal and -shm, or run ` +
      `deno task doctor --repair: the next start builds it anew from the newest backup, if there is one, and ` +
      `the log`,
    { cause: error },
  );
}
