// Tests of a table's layout.

import assert from "node:assert/strict";
import { EPISODE, SHOW, TEXT_COLUMNS, USER } from "../scan/view_columns.ts";
import { createViewTable, episodeCodes, eventCodes, showCodes } from "./view_table.ts";

Deno.test("createViewTable() gives each user a range of rows, in shared memory", () => {
  const table = createViewTable(
    5,
    Uint32Array.of(2, 0, 3),
    TEXT_COLUMNS.map((_, column) => column <= EPISODE),
  );
  assert.deepEqual([...table.userStarts], [0, 2, 2, 5]);
  assert.deepEqual([...table.kept], [2, 0, 3]);
  assert.equal(table.codes[USER], null);
  assert.equal(showCodes(table), table.codes[SHOW]);
  assert.equal(episodeCodes(table)?.length, table.codes[EPISODE]?.length);
  assert.equal(eventCodes(table), null);
  for (
    const column of [table.startMs, table.watchMinutes, table.sittingStartMs, showCodes(table)]
  ) {
    assert.equal(column.length, 5);
    assert.ok(column.buffer instanceof SharedArrayBuffer);
  }
});

Deno.test("showCodes() throws for a table without shows", () => {
  const table = createViewTable(
    0,
    Uint32Array.of(1),
    TEXT_COLUMNS.map((_, column) => column === USER),
  );
  assert.throws(() => showCodes(table), /show/);
});
