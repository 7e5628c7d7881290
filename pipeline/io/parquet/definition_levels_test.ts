// Tests which bytes tell nulls from values.

import assert from "node:assert/strict";
import { ByteBuffer } from "./byte_buffer.ts";
import { appendDefinitionLevels } from "./definition_levels.ts";

function levels(present: readonly boolean[]): number[] {
  const out = new ByteBuffer();
  const count = present.filter((isPresent) => isPresent).length;
  appendDefinitionLevels(out, { rows: present.length, count, isPresent: (row) => present[row] });
  return [...out.view()];
}

Deno.test("appendDefinitionLevels() writes one run where all rows or none have a value", () => {
  assert.deepEqual(levels(Array(40).fill(true)), [2, 0, 0, 0, 80, 1]);
  assert.deepEqual(levels(Array(40).fill(false)), [2, 0, 0, 0, 80, 0]);
});

Deno.test("appendDefinitionLevels() writes a bit for each row where some have one", () => {
  assert.deepEqual(levels([true, false, true, true, false]), [2, 0, 0, 0, 3, 0b01101]);
});
