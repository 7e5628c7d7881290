// Tests of views on their way to their user's place.

import assert from "node:assert/strict";
import { columnOf, SHOW, TEXT_COLUMNS, USER, ViewColumns } from "../scan/view_columns.ts";
import { groupChunk } from "./group_chunk.ts";
import { createViewTable } from "./view_table.ts";

const DEVICE = columnOf("device");
const HAS = TEXT_COLUMNS.map((_, column) => column <= SHOW);

/** A chunk whose users are coded as this thread met them: 1 is the merged user 2, and so on. */
function chunkOf(users: readonly number[]) {
  const chunk = new ViewColumns(HAS).addChunk(users.length + 2);
  chunk.codes[USER]!.set(users);
  chunk.codes[SHOW]!.set(users.map(() => 1));
  chunk.startMs.set(users.map((_, row) => row));
  chunk.watchMinutes.set(users.map((_, row) => row / 2));
  chunk.rows = users.length;
  return chunk;
}
const CODES = [Uint32Array.of(0, 2, 1, 3), Uint32Array.of(0, 7)].concat(
  Array.from({ length: TEXT_COLUMNS.length - 2 }, () => Uint32Array.of(0)),
);

Deno.test("groupChunk() puts each view into its user's next free row", () => {
  const table = createViewTable(0, Uint32Array.of(0, 1, 3, 1), HAS);
  const next = Uint32Array.from(table.userStarts.subarray(0, 4));
  groupChunk(chunkOf([1, 2, 1, 3, 1]), CODES, table, next);
  assert.deepEqual([...table.startMs], [1, 0, 2, 4, 3]);
  assert.deepEqual([...table.watchMinutes], [0.5, 0, 1, 2, 1.5]);
  assert.deepEqual([...table.codes[SHOW]!], [7, 7, 7, 7, 7]);
  assert.deepEqual([...next], [0, 1, 4, 5]);
});

Deno.test("groupChunk() skips the users of other tables", () => {
  const table = createViewTable(2, Uint32Array.of(3), HAS);
  groupChunk(
    chunkOf([1, 2, 1, 3, 1]),
    CODES,
    table,
    Uint32Array.from(table.userStarts.subarray(0, 1)),
  );
  assert.deepEqual([...table.startMs], [0, 2, 4]);
});

Deno.test("groupChunk() leaves empty what the chunk's input does not have", () => {
  const table = createViewTable(
    2,
    Uint32Array.of(3),
    TEXT_COLUMNS.map((_, column) => column <= SHOW || column === DEVICE),
  );
  groupChunk(chunkOf([1, 1, 1]), CODES, table, Uint32Array.from(table.userStarts.subarray(0, 1)));
  assert.deepEqual([...table.codes[DEVICE]!], [0, 0, 0]);
});
