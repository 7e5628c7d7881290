// Permits: two seconds' worth at once, then evenly, for each client by itself.

import assert from "node:assert/strict";
import { TokenBuckets } from "./token_buckets.ts";

Deno.test("TokenBuckets.take() gives two seconds' permits at once, then as many as time brings", () => {
  let nowMs = 0;
  const buckets = new TokenBuckets(10, () => nowMs);
  const taken = (client: string) => {
    let count = 0;
    while (buckets.take(client)) count++;
    return count;
  };
  assert.equal(taken("a"), 20);
  assert.equal(taken("b"), 20);
  nowMs += 500;
  assert.equal(taken("a"), 5);
  nowMs += 60_000;
  assert.equal(taken("a"), 20);
});
