// Tests the choice of how many bits a code takes.

import assert from "node:assert/strict";
import { chooseBitWidth } from "./choose_bit_width.ts";

const even = (size: number) => new Uint32Array(size).fill(10);
/** Counts of a long tail, as shows and durations have them. */
const skewed = (size: number) => Uint32Array.from({ length: size }, (_, i) => 1e6 / (i + 1) ** 1.5);

Deno.test("chooseBitWidth() takes whole bytes where some codes are much more frequent", () => {
  assert.equal(chooseBitWidth(skewed(10_000), true), 16);
  assert.equal(chooseBitWidth(skewed(100), true), 8);
});

Deno.test("chooseBitWidth() takes the least width where all are alike or nothing codes entropy", () => {
  assert.equal(chooseBitWidth(even(10_000), true), 14);
  assert.equal(chooseBitWidth(skewed(10_000), false), 14);
  assert.equal(chooseBitWidth(even(70_000), true), 17);
});

Deno.test("chooseBitWidth() needs no bits for one entry or none", () => {
  assert.equal(chooseBitWidth(even(1), true), 0);
  assert.equal(chooseBitWidth(even(0), true), 0);
});
