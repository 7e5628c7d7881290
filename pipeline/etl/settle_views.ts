// Groups the scanned views by user and settles them: all at once, or range by range of users when they
// do not fit in memory.

import {
  createViewTable,
  TABLE_ROW_BYTES,
  type ViewTable,
} from "../transform/settle/view_table.ts";
import type { EtlCalls, UserRange } from "../workers/etl_protocol.ts";
import type { WorkerPool } from "../workers/worker_pool.ts";
import type { MergedViews } from "./merge_dictionaries.ts";

/** Rows that are settled, and later encoded, in one step. */
const STEP_ROWS = 131_072;
/** Spilled views are read once for each range of users, so there are not too many ranges. */
const MAX_RANGES = 64;

/** How views are settled. */
export interface SettleOptions {
  /** By text column: whether some input has it. */
  readonly present: readonly boolean[];
  /** Bytes that a table may take when views are spilled. */
  readonly tableBytes: number;
  /** By show code: 1 when the runtime is to be inferred from the durations met. */
  readonly inferred: Uint8Array;
  /** Whether the scanned views are needed again after this pass. */
  readonly keepScanned: boolean;
}

/** Settles the views and yields them in tables, whose users ascend. */
export async function* settleViews(
  pool: WorkerPool<EtlCalls>,
  views: MergedViews,
  options: SettleOptions,
): AsyncGenerator<ViewTable> {
  const { rowsByWorker } = views;
  const rowsByUser = sumByUser(rowsByWorker);
  const ranges = views.isSpilled
    ? cutUsers(rowsByUser, maxRows(rowsByUser, options))
    : [{ firstIndex: 0, endIndex: rowsByUser.length }];
  for (const { firstIndex, endIndex } of ranges) {
    const rows = rowsByUser.subarray(firstIndex, endIndex);
    const table = createViewTable(firstIndex, rows, options.present);
    const nextRows = nextRowsByWorker(table, rowsByWorker);
    const release = !options.keepScanned && endIndex === rowsByUser.length;
    await pool.all("group", (worker) => ({ table, nextRows: nextRows[worker], release }));
    const steps = cutUsers(rows, STEP_ROWS);
    const requests = steps.map((range) => ({ table, range, inferred: options.inferred }));
    await pool.spread("settle", requests, () => {});
    yield table;
  }
}

function sumByUser(rowsByWorker: readonly Uint32Array[]): Uint32Array {
  const sum = rowsByWorker[0].slice();
  for (const rows of rowsByWorker.slice(1)) for (let u = 0; u < sum.length; u++) sum[u] += rows[u];
  return sum;
}

function maxRows(rowsByUser: Uint32Array, options: SettleOptions): number {
  const optionalColumns = options.present.filter((has) => has).length - 2;
  const total = rowsByUser.reduce((sum, rows) => sum + rows, 0);
  return Math.max(
    options.tableBytes / (TABLE_ROW_BYTES + 4 * optionalColumns),
    total / MAX_RANGES,
  );
}

/** Ranges of users with about `rows` rows each; one user's rows are never parted. */
function cutUsers(rowsByUser: Uint32Array, rows: number): UserRange[] {
  const ranges: UserRange[] = [];
  for (let firstIndex = 0; firstIndex < rowsByUser.length;) {
    let endIndex = firstIndex, count = 0;
    while (endIndex < rowsByUser.length && (count === 0 || count + rowsByUser[endIndex] <= rows)) {
      count += rowsByUser[endIndex++];
    }
    ranges.push({ firstIndex, endIndex });
    firstIndex = endIndex;
  }
  return ranges;
}

/** Each worker fills its own part of every user's rows, so that none waits for another. */
function nextRowsByWorker(
  table: ViewTable,
  rowsByWorker: readonly Uint32Array[],
): Uint32Array[] {
  const users = table.kept.length;
  const next = Uint32Array.from(table.userStarts.subarray(0, users));
  return rowsByWorker.map((rows) => {
    const own = next.slice();
    for (let u = 0; u < users; u++) next[u] += rows[table.firstUser + u];
    return own;
  });
}
