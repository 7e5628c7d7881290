// Tells a store's damaged file by its name, and the way out.

import { diskTrouble } from "../../../domain/disk_trouble.ts";
import { StoreDamagedError } from "../../errors.ts";

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
