// Tests of the quarantine's answers as text: a list tells what was asked for, and nothing is no success.

import assert from "node:assert/strict";
import { tellCounts, tellList } from "./tell_quarantine.ts";

const GROUPS = [
  { rule: "user_id.missing", source: "a.csv", rows: 1_200 },
  { rule: "row.columns", source: "a.csv", rows: 3 },
  { rule: "row.columns", source: "b.csv", rows: 4 },
] as const;

Deno.test("tellList() counts the groups that the filters leave", () => {
  const list = { rows: [], groups: GROUPS, next_cursor: null };
  assert.match(tellList(list), /^1,207 open rows\n/);
  const some = tellList(list, { rule: "row.columns" });
  assert.match(some, /^7 open rows\n/);
  assert(!/user_id/.test(some));
  assert.match(tellList(list, { rule: "row.columns", source: "b.csv" }), /^4 open rows\n/);
});

Deno.test("tellCounts() says that no row fits", () => {
  const none = { tried: 0, passes: 0, skipped: 0, unreadable: 0, broken: {} };
  assert.equal(tellCounts(none), "No open row fits.");
  assert.equal(
    tellCounts({ ...none, tried: 3, passes: 2, broken: { "row.columns": 1 } }),
    "2 of 3 would pass, 1 still break row.columns.",
  );
});
