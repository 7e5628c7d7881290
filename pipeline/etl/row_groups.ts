// Cuts a settled table into the row groups of its output file or of its hive partitions.

import { DAY_MS } from "../../domain/time.ts";
import type { ViewTable } from "../transform/settle/view_table.ts";
import type { RowGroupRequest } from "../workers/etl_protocol.ts";

/** Rows of a row group: small enough to look up one user, large enough to compress well. */
export const ROW_GROUP_ROWS = 131_072;

/** How output is laid out. */
export type PartitionBy = "none" | "month" | "day";

/** Row groups over all users in order, each full but the last. */
export function* userRowGroups(table: ViewTable): Generator<RowGroupRequest> {
  const users = table.kept.length;
  let left = 0;
  for (let u = 0; u < users; u++) left += table.kept[u];
  let firstIndex = 0, skip = 0;
  while (left > 0) {
    const rows = Math.min(ROW_GROUP_ROWS, left);
    yield { table, rows, firstIndex, skip };
    left -= rows;
    for (let step = rows; step > 0;) {
      const rest = table.kept[firstIndex] - skip;
      if (rest > step) skip += step;
      else {
        firstIndex++;
        skip = 0;
      }
      step -= Math.min(rest, step);
    }
  }
}

/** Row groups by hive folder (`watch_month=2024-03`), the folders in order of time. */
export function partitionRowGroups(
  table: ViewTable,
  partitionBy: "month" | "day",
): Map<string, RowGroupRequest[]> {
  const rowsByPart = new Map<number, number[]>();
  let part = NaN, list: number[] = [], until = -Infinity, since = Infinity;
  for (let u = 0; u < table.kept.length; u++) {
    const from = table.userStarts[u], to = from + table.kept[u];
    for (let i = from; i < to; i++) {
      const startMs = table.startMs[i];
      if (startMs < since || startMs >= until) {
        [since, until] = partBounds(startMs, partitionBy);
        part = since;
        list = rowsByPart.get(part) ?? [];
        rowsByPart.set(part, list);
      }
      list.push(i);
    }
  }
  const parts = [...rowsByPart].sort(([a], [b]) => a - b);
  return new Map(parts.map(([sinceMs, rows]) => [
    partitionFolder(sinceMs, partitionBy),
    pickedRowGroups(table, rows),
  ]));
}

function pickedRowGroups(table: ViewTable, rows: readonly number[]): RowGroupRequest[] {
  const requests: RowGroupRequest[] = [];
  for (let at = 0; at < rows.length; at += ROW_GROUP_ROWS) {
    const picked = Uint32Array.from(rows.slice(at, at + ROW_GROUP_ROWS));
    requests.push({ table, rows: picked.length, picked });
  }
  return requests;
}

/** The UTC day or month that an instant lies in, as its first and the next one's first millisecond. */
function partBounds(instantMs: number, partitionBy: "month" | "day"): [number, number] {
  if (partitionBy === "day") {
    const since = Math.floor(instantMs / DAY_MS) * DAY_MS;
    return [since, since + DAY_MS];
  }
  const date = new Date(instantMs);
  const next = new Date(instantMs);
  date.setUTCDate(1);
  date.setUTCHours(0, 0, 0, 0);
  next.setTime(date.getTime());
  next.setUTCMonth(next.getUTCMonth() + 1);
  return [date.getTime(), next.getTime()];
}

function partitionFolder(sinceMs: number, partitionBy: "month" | "day"): string {
  const text = new Date(sinceMs).toISOString();
  return `watch_${partitionBy}=${text.slice(0, partitionBy === "month" ? 7 : 10)}`;
}
