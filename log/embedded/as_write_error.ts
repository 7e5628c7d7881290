// Names what could not be written when the disk refuses.

import { LogError, LogWriteError } from "../errors.ts";

/** The log's own errors as they are; anything else becomes a write error that may go away by itself. */
export function asWriteError(action: string, cause: unknown): Error {
  if (cause instanceof LogError || cause instanceof RangeError) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  const message = `Cannot ${action}: the disk refused (${reason})`;
  return new LogWriteError(message, { retriable: true, cause });
}
