// Tests that the table of columns is whole: what is written out beside it names each column, in its order.

import assert from "node:assert/strict";
import {
  COLUMN_NAMES,
  COLUMNS,
  DIMENSIONS,
  FILTER_COLUMNS,
  filterFacts,
  forDimensions,
  REQUIRED_COLUMNS,
} from "./columns.ts";

Deno.test("forDimensions() asks for every dimension, in the order in which they break ties", () => {
  const asked: string[] = [];
  const values = forDimensions((name) => asked.push(name));
  assert.deepEqual(asked, DIMENSIONS);
  assert.deepEqual(Object.keys(values), DIMENSIONS);
});

Deno.test("every dimension has a field id of its own, every filter a scope of its own", () => {
  const fieldIds = DIMENSIONS.map((name) => COLUMNS[name].dimension.fieldId);
  // 1 to 9 and 12 are those of the columns that every view has.
  assert.equal(new Set([...fieldIds, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12]).size, fieldIds.length + 10);
  const scopes = FILTER_COLUMNS.map((name) => filterFacts(name).scope);
  assert.deepEqual(scopes, scopes.map((_, index) => index + 2));
});

Deno.test("the required columns come first", () => {
  assert.deepEqual(COLUMN_NAMES.slice(0, REQUIRED_COLUMNS.length), REQUIRED_COLUMNS);
});
