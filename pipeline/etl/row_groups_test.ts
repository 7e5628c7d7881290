// Tests of how a settled table is cut into row groups and partitions.

import assert from "node:assert/strict";
import { SHOW, TEXT_COLUMNS } from "../transform/scan/view_columns.ts";
import { createViewTable, type ViewTable } from "../transform/settle/view_table.ts";
import { partitionRowGroups, ROW_GROUP_ROWS, userRowGroups } from "./row_groups.ts";

const HAS = TEXT_COLUMNS.map((_, column) => column <= SHOW);

function tableOf(rowsByUser: readonly number[], kept: readonly number[]): ViewTable {
  const table = createViewTable(0, Uint32Array.from(rowsByUser), HAS);
  table.kept.set(kept);
  return table;
}

/** Row groups without their table. */
function cut(table: ViewTable) {
  return [...userRowGroups(table)].map((request) => {
    if ("picked" in request) throw new Error("users in order need no picking");
    return { ...request, table: null };
  });
}

Deno.test("userRowGroups() gives a table without views no row group", () => {
  assert.deepEqual(cut(tableOf([0, 2], [0, 0])), []);
});

Deno.test("userRowGroups() fills every group but the last, in the middle of a user if need be", () => {
  const most = ROW_GROUP_ROWS - 10;
  assert.deepEqual(cut(tableOf([0, most + 5, 30, 3, 7], [0, most, 30, 0, 7])), [
    { table: null, rows: ROW_GROUP_ROWS, firstIndex: 0, skip: 0 },
    { table: null, rows: 27, firstIndex: 2, skip: 10 },
  ]);
});

Deno.test("userRowGroups() cuts one user's views as often as it takes", () => {
  const rows = ROW_GROUP_ROWS * 2 + 1;
  assert.deepEqual(cut(tableOf([rows], [rows])).map(({ rows, skip }) => [rows, skip]), [
    [ROW_GROUP_ROWS, 0],
    [ROW_GROUP_ROWS, ROW_GROUP_ROWS],
    [1, ROW_GROUP_ROWS * 2],
  ]);
});

Deno.test("partitionRowGroups() parts views by their UTC day or month, in order of time", () => {
  const table = tableOf([3, 3], [3, 2]);
  const dates = ["2024-02-29T23:59:59.999Z", "2024-03-01T00:00:00Z", "2024-12-31T12:00:00Z"]
    .concat(["1969-12-31T23:59:59.999Z", "2024-03-31T23:00:00Z", "2024-01-01T00:00:00Z"]);
  table.startMs.set(dates.map((date) => Date.parse(date)));
  const parts = (by: "month" | "day") =>
    [...partitionRowGroups(table, by)].map(([folder, groups]) => [
      folder,
      ...groups.flatMap((group) => "picked" in group ? [...group.picked ?? []] : []),
    ]);
  assert.deepEqual(parts("month"), [
    ["watch_month=1969-12", 3],
    ["watch_month=2024-02", 0],
    ["watch_month=2024-03", 1, 4],
    ["watch_month=2024-12", 2],
  ]);
  assert.deepEqual(parts("day").map(([folder]) => folder), [
    "watch_day=1969-12-31",
    "watch_day=2024-02-29",
    "watch_day=2024-03-01",
    "watch_day=2024-03-31",
    "watch_day=2024-12-31",
  ]);
});
