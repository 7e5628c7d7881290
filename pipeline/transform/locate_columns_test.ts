// Tests of finding columns by name.

import assert from "node:assert/strict";
import { locateColumns } from "./locate_columns.ts";

const SPELLINGS = { show: ["show_name"], start: ["Start Time", "Start Time (UTC)"] };

Deno.test("locateColumns() finds columns whatever their case, spaces and hyphens", () => {
  const { columns, ignored } = locateColumns(["\u00a0Show-Name ", "x", "start_time"], SPELLINGS);
  assert.deepEqual(columns, { show: 0, start: 2 });
  assert.deepEqual(ignored, ["x"]);
});

Deno.test("locateColumns() prefers the column that is spelt exactly right", () => {
  const located = locateColumns(["Show Name", "show_name"], SPELLINGS);
  assert.deepEqual(located.columns, { show: 1, start: -1 });
  assert.deepEqual(located.repeated, []);
  assert.deepEqual(located.ignored, ["Show Name"]);
});

Deno.test("locateColumns() tells which meaning more than one column claims", () => {
  assert.deepEqual(locateColumns(["show_name", "show_name"], SPELLINGS).repeated, ["show"]);
  assert.deepEqual(locateColumns(["SHOW NAME", "Show-Name"], SPELLINGS).repeated, ["show"]);
  const both = locateColumns(["Start Time", "Start Time (UTC)"], SPELLINGS);
  assert.deepEqual(both.repeated, ["start"]);
});

Deno.test("locateColumns() calls a column without a name by its number", () => {
  assert.deepEqual(locateColumns(["show_name", ""], SPELLINGS).ignored, ["(column 2)"]);
});
