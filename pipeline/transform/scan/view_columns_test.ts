// Tests of the columns that scanned views are kept in.

import assert from "node:assert/strict";
import { CHUNK_ROWS, DEVICE, SHOW, USER, ViewColumns } from "./view_columns.ts";

const WITHOUT_OPTIONAL = [true, true, false, false, false, false];

Deno.test("ViewColumns.addChunk() makes codes only for the columns that the input has", () => {
  const chunk = new ViewColumns(WITHOUT_OPTIONAL).addChunk(3);
  assert.equal(chunk.codes[USER]?.length, 3);
  assert.equal(chunk.codes[SHOW]?.length, 3);
  assert.equal(chunk.codes[DEVICE], null);
});

Deno.test("ViewColumns.open() goes on with the last chunk until it is full", () => {
  const columns = new ViewColumns(WITHOUT_OPTIONAL);
  const first = columns.open();
  assert.equal(columns.open(), first);
  first.rows = CHUNK_ROWS;
  assert.notEqual(columns.open(), first);
  assert.equal(columns.chunks.length, 2);
});

Deno.test("ViewColumns.trim() cuts every chunk to its rows and drops the empty ones", () => {
  const columns = new ViewColumns(WITHOUT_OPTIONAL);
  columns.addChunk(10).rows = 1;
  columns.addChunk(2).rows = 2;
  columns.addChunk(8);
  columns.addChunk(4).rows = 3;
  columns.chunks[3].watchMinutes.set([7, 8, 9, 10]);
  columns.trim();
  assert.deepEqual(columns.chunks.map(({ startMs }) => startMs.length), [1, 2, 3]);
  assert.deepEqual(columns.chunks.map(({ codes }) => codes[SHOW]?.length), [1, 2, 3]);
  assert.deepEqual([...columns.chunks[2].watchMinutes], [7, 8, 9]);
  assert.equal(columns.rows, 6);
});
