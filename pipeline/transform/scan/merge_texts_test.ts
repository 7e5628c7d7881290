// Tests of dictionaries merged into one.

import assert from "node:assert/strict";
import { findText, mergeTexts } from "./merge_texts.ts";
import type { TextTable } from "./sort_texts.ts";

function tableOf(...texts: string[]): TextTable {
  const offsets = [0];
  for (const text of texts) offsets.push(offsets.at(-1)! + new TextEncoder().encode(text).length);
  return { bytes: new TextEncoder().encode(texts.join("")), offsets: Float64Array.from(offsets) };
}

Deno.test("mergeTexts() gives a text that several threads met one code", () => {
  const { table, codes } = mergeTexts([tableOf("", "b", "d"), tableOf("", "a", "b", "e")]);
  assert.deepEqual(codes.map((each) => [...each]), [[0, 2, 3], [0, 1, 2, 4]]);
  assert.deepEqual([...table.offsets], [0, 0, 1, 2, 3, 4]);
  assert.equal(new TextDecoder().decode(table.bytes.slice()), "abde");
});

Deno.test("mergeTexts() puts the merged table into shared memory", () => {
  const { table } = mergeTexts([tableOf("", "a")]);
  assert.ok(table.bytes.buffer instanceof SharedArrayBuffer);
  assert.ok(table.offsets.buffer instanceof SharedArrayBuffer);
});

Deno.test("findText() finds what is there and nothing else", () => {
  const table = tableOf("", "a", "ab", "é");
  assert.deepEqual(["", "a", "ab", "é"].map((text) => findText(table, text)), [0, 1, 2, 3]);
  assert.deepEqual(["A", "aa", "abc", "zz", "éé"].map((text) => findText(table, text)), [
    -1,
    -1,
    -1,
    -1,
    -1,
  ]);
});
