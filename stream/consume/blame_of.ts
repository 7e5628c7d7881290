// Whose fault a failure of the consumer is: that decides what is done about it.

import { diskTrouble, isSystemError } from "../../domain/disk_trouble.ts";
import { DamagedFileError } from "../../domain/errors.ts";
import { LogError, LogMismatchError } from "../../log/errors.ts";

/** A reader failed; the message is its failure's. */
export class ReaderError extends Error {
  override readonly name = "ReaderError";
  readonly blame: Blame;

  constructor(message: string, blame: Blame) {
    super(message);
    this.blame = blame;
  }
}

/**
 * `disk`: it may pass (no room, somebody has a lock); wait. `store`: the store's file is damaged or not
 * what it must be. `log`: the log is. `mismatch`: they do not belong together. `record`: anything else is a defect that a record brought about.
 */
export type Blame = "disk" | "store" | "log" | "mismatch" | "record";

/** SQLite's primary result codes: BUSY, LOCKED, NOMEM, READONLY, IOERR, FULL, CANTOPEN. */
const DISK_CODES: ReadonlySet<number> = new Set([5, 6, 7, 8, 10, 13, 14]);
/** PERM, CORRUPT, NOTFOUND, PROTOCOL, SCHEMA, NOTADB. */
const STORE_CODES: ReadonlySet<number> = new Set([3, 11, 12, 15, 17, 26]);

/**
 * SQLite's own words for those codes: what `exec()` throws, a failed commit too, has no code. Taken for a
 * record's fault, a full disk would quarantine an innocent one.
 */
const DISK_WORDS = /^(database (schema |table )?is locked|out of memory)/;
const STORE_WORDS = /^(locking protocol|database schema has changed)/;

/** Whose fault an error is. */
export function blameOf(error: unknown): Blame {
  if (error instanceof ReaderError) return error.blame;
  if (error instanceof DamagedFileError) return "store";
  if (error instanceof LogMismatchError) return "mismatch";
  if (error instanceof LogError) return "log";
  if (isOfSqlite(error)) {
    const trouble = diskTrouble(error);
    if (trouble === "damaged" || STORE_WORDS.test(error.message)) return "store";
    if (trouble !== null || DISK_WORDS.test(error.message)) return "disk";
  }
  const code = sqliteCode(error);
  if (code !== null && DISK_CODES.has(code)) return "disk";
  if (code !== null && STORE_CODES.has(code)) return "store";
  return isSystemError(error) ? "disk" : "record";
}

function isOfSqlite(error: unknown): error is Error {
  return error instanceof Error && "code" in error && error.code === "ERR_SQLITE_ERROR";
}

/** The primary code, or null when the error is none of SQLite's. */
function sqliteCode(error: unknown): number | null {
  if (!(error instanceof Error) || !("errcode" in error)) return null;
  return typeof error.errcode === "number" ? error.errcode & 0xff : null;
}
