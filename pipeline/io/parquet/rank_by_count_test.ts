// Tests the order of a dictionary's entries.

import assert from "node:assert/strict";
import { rankByCount } from "./rank_by_count.ts";

Deno.test("rankByCount() puts frequent entries first and keeps the order of equal ones", () => {
  const { order, ranks } = rankByCount(Uint32Array.of(1, 9, 1, 50_000, 9, 7), 5);
  assert.deepEqual([...order], [3, 1, 4, 0, 2]);
  assert.deepEqual([...ranks], [3, 1, 4, 0, 2]);
  assert.deepEqual(rankByCount(new Uint32Array(0), 0).order.length, 0);
});

Deno.test("rankByCount() gives an order and its inverse", () => {
  const counts = Uint32Array.from({ length: 3000 }, (_, i) => 1 + (i * 7919) % 6000);
  const { order, ranks } = rankByCount(counts, counts.length);
  assert.ok(order.every((entry, rank) => ranks[entry] === rank));
});
