// Rows as records of the log, keyed by their user.

import { SOURCE_HEADER } from "../../stream/topics.ts";
import type { EventRecord, RowReader } from "../ports.ts";

/** Records of these rows; a row without a user has an empty key. */
export function eventRecords(
  rows: readonly Uint8Array[],
  readRow: RowReader,
  source: string,
): readonly EventRecord[] {
  const headers = { [SOURCE_HEADER]: source }, nowMs = Date.now();
  return rows.map((value) => {
    const row = readRow(value, nowMs);
    return { key: row.kind === "row" ? row.key : "", value, headers };
  });
}
