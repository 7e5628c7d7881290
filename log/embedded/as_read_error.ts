// Names what of the log cannot be read when SQLite refuses.

import { diskTrouble } from "../../domain/disk_trouble.ts";
import { LogCorruptionError, LogError, LogReadError } from "../errors.ts";

/** What SQLite cannot read is damaged; what it could not get at in time may be read later. */
export function asReadError(path: string, cause: unknown): unknown {
  if (cause instanceof LogError || !(cause instanceof Error)) return cause;
  if (diskTrouble(cause) === "damaged") {
    return new LogCorruptionError(path, null, { cause });
  }
  return new LogReadError(`Cannot read ${path}: ${cause.message}`, { cause });
}
