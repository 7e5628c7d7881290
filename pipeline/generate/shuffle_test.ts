// Tests of the random order.

import assert from "node:assert/strict";
import { Sfc32 } from "./sfc32.ts";
import { shuffle } from "./shuffle.ts";

Deno.test("shuffle() keeps every item and moves most of them", () => {
  const items = Uint32Array.from({ length: 1_000 }, (_, i) => i);
  shuffle(items, new Sfc32(1));
  assert.ok(items.filter((item, i) => item !== i).length > 900);
  assert.deepEqual(items.toSorted(), Uint32Array.from({ length: 1_000 }, (_, i) => i));
});
