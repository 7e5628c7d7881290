// Tests of settling a range of users. The law holds it to the oracle.

import assert from "node:assert/strict";
import { DEFAULT_THRESHOLDS } from "../../../domain/scoring.ts";
import { SHOW } from "../scan/view_columns.ts";
import { settleUsers } from "./settle_users.ts";
import { createViewTable } from "./view_table.ts";

Deno.test("settleUsers() settles the users of its range and leaves the others", () => {
  const table = createViewTable(0, Uint32Array.of(2, 3, 2), [
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
  table.startMs.set([2, 1, 900_000, 0, 900_000, 2, 1]);
  table.watchMinutes.fill(5);
  table.codes[SHOW]!.fill(1);
  settleUsers(table, { firstIndex: 1, endIndex: 2 }, DEFAULT_THRESHOLDS);
  assert.deepEqual([...table.kept], [2, 2, 2]);
  assert.deepEqual([...table.startMs.subarray(0, 4)], [2, 1, 0, 900_000]);
  assert.deepEqual([...table.startMs.subarray(5)], [2, 1]);
  assert.deepEqual([...table.episodesInSitting.subarray(0, 4)], [0, 0, 2, 2]);
  assert.equal(table.episodesInSitting[6], 0);
});
