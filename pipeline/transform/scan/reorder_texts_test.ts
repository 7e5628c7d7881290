// Tests of a dictionary's copy in another order.

import assert from "node:assert/strict";
import { reorderTexts } from "./sorted_texts.ts";

Deno.test("reorderTexts() puts each text where the order says", () => {
  const bytes = new TextEncoder().encode("éaxyz");
  const table = { bytes, offsets: Float64Array.of(0, 0, 2, 3, 6) };
  const reordered = reorderTexts(table, Uint32Array.of(0, 2, 3, 1));
  assert.equal(new TextDecoder().decode(reordered.bytes), "axyzé");
  assert.deepEqual([...reordered.offsets], [0, 0, 1, 4, 6]);
});
