// Tells a record of the log from any other that may take its place: by when it came and what it holds.

import { crc32 } from "node:zlib";
import type { LogRecord } from "../../log/port.ts";

/** Values of the time that the mark keeps beside the checksum, so that both fit a double. */
const TIMES = 2 ** 20;

/** The mark of a record at its offset. */
export interface RecordMark {
  readonly offset: number;
  /** A whole number below 2^52. */
  readonly mark: number;
}

/** The same record has the same mark wherever and whenever it is read. */
export function markOf({ offset, value, ingestTimeMs }: LogRecord): RecordMark {
  const time = Math.abs(Math.trunc(ingestTimeMs)) % TIMES;
  return { offset, mark: crc32(value) * TIMES + time };
}
