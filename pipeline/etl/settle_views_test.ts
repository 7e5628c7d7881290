// Tests of how the work of settling is handed out, with a pool that only writes down what it is asked.

import assert from "node:assert/strict";
import { SHOW, TEXT_COLUMNS } from "../transform/scan/view_columns.ts";
import { TABLE_ROW_BYTES, type ViewTable } from "../transform/settle/view_table.ts";
import type { EtlCalls, GroupRequest, SettleRequest } from "../workers/etl_protocol.ts";
import type { WorkerPool } from "../workers/worker_pool.ts";
import { settleViews } from "./settle_views.ts";

const HAS = TEXT_COLUMNS.map((_, column) => column <= SHOW);

class WritingPool {
  readonly groups: GroupRequest[][] = [];
  readonly settles: SettleRequest[] = [];
  readonly #size: number;

  constructor(size: number) {
    this.#size = size;
  }

  all(_name: string, request: (worker: number) => GroupRequest): Promise<void[]> {
    this.groups.push(Array.from({ length: this.#size }, (_, worker) => request(worker)));
    return Promise.resolve([]);
  }

  spread(_name: string, requests: Iterable<SettleRequest>): Promise<void> {
    this.settles.push(...requests);
    return Promise.resolve();
  }
}

async function settle(
  rowsByWorker: readonly number[][],
  options: { isSpilled: boolean; tableRows?: number; keepScanned?: boolean },
) {
  const pool = new WritingPool(rowsByWorker.length);
  const views = {
    texts: [],
    rowsByWorker: rowsByWorker.map((rows) => Uint32Array.from(rows)),
    isSpilled: options.isSpilled,
  };
  const tables: ViewTable[] = [];
  const settling = settleViews(pool as unknown as WorkerPool<EtlCalls>, views, {
    present: HAS,
    tableBytes: (options.tableRows ?? 1) * TABLE_ROW_BYTES,
    inferred: new Uint8Array(1),
    keepScanned: options.keepScanned ?? false,
  });
  for await (const table of settling) tables.push(table);
  return { pool, tables };
}

Deno.test("settleViews() makes one table of views in memory, a part of each user for each worker", async () => {
  const { pool, tables } = await settle([[0, 2, 1], [0, 3, 0]], { isSpilled: false });
  assert.deepEqual(tables.map(({ kept }) => [...kept]), [[0, 5, 1]]);
  assert.deepEqual(pool.groups[0].map(({ nextRows }) => [...nextRows]), [[0, 0, 5], [0, 2, 6]]);
  assert.deepEqual(pool.groups[0].map(({ release }) => release), [true, true]);
});

Deno.test("settleViews() settles spilled views range by range, and never parts a user", async () => {
  const { pool, tables } = await settle([[0, 2, 1, 9, 1], [0, 2, 0, 0, 1]], {
    isSpilled: true,
    tableRows: 5,
  });
  assert.deepEqual(tables.map(({ firstUser, kept }) => [firstUser, ...kept]), [
    [0, 0, 4, 1],
    [3, 9],
    [4, 2],
  ]);
  assert.deepEqual(pool.groups.map(([{ release }]) => release), [false, false, true]);
  assert.deepEqual(pool.groups[2].map(({ nextRows }) => [...nextRows]), [[0], [1]]);
});

Deno.test("settleViews() keeps scanned views that are needed again", async () => {
  const { pool } = await settle([[0, 2]], { isSpilled: true, keepScanned: true });
  assert.deepEqual(pool.groups.map(([{ release }]) => release), [false]);
});

Deno.test("settleViews() hands out every user in steps of about a row group", async () => {
  const rows = Array.from({ length: 50 }, (_, user) => user === 7 ? 300_000 : 10_000);
  const { pool } = await settle([rows], { isSpilled: false });
  let next = 0;
  for (const { range } of pool.settles) {
    assert.equal(range.firstIndex, next);
    next = range.endIndex;
    const users = range.endIndex - range.firstIndex;
    assert.ok(users >= 1 && users <= 13, `${users} users`);
  }
  assert.equal(next, 50);
});
