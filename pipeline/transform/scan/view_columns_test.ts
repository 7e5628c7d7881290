// Tests of the columns that scanned views are kept in.

import assert from "node:assert/strict";
import { CHUNK_ROWS, columnOf, SHOW, TEXT_COLUMNS, USER, ViewColumns } from "./view_columns.ts";

const WITHOUT_OPTIONAL = TEXT_COLUMNS.map((_, column) => column <= SHOW);

Deno.test("ViewColumns.addChunk() makes codes only for the columns that the input has", () => {
  const chunk = new ViewColumns(WITHOUT_OPTIONAL).addChunk(3);
  assert.equal(chunk.codes[USER]?.length, 3);
  assert.equal(chunk.codes[SHOW]?.length, 3);
  assert.equal(chunk.codes[columnOf("device")], null);
});

Deno.test("ViewColumns.open() goes on with the last chunk until it is full", () => {
  const columns = new ViewColumns(WITHOUT_OPTIONAL);
  const first = columns.open();
  assert.equal(columns.open(), first);
  first.rows = CHUNK_ROWS;
  assert.notEqual(columns.open(), first);
  assert.equal(columns.chunks.length, 2);
});
