// Tests of the seeded source of chance.

import assert from "node:assert/strict";
import { Sfc32 } from "./sfc32.ts";

const take = (chance: Sfc32, count: number) => Array.from({ length: count }, () => chance.next());

Deno.test("Sfc32 gives one sequence per seed and stream", () => {
  assert.deepEqual(take(new Sfc32(5, 1), 50), take(new Sfc32(5, 1), 50));
  const others = [new Sfc32(6, 1), new Sfc32(5, 2), new Sfc32(5 + 2 ** 32, 1)];
  for (const other of others) assert.notDeepEqual(take(new Sfc32(5, 1), 50), take(other, 50));
});

Deno.test("Sfc32 does what the published algorithm does, step by step", () => {
  const mask = 0xffff_ffffn;
  let [a, b, c, counter] = [7n, 0n, 3n, 1n];
  const reference = () => {
    const out = (a + b + counter) & mask;
    counter = (counter + 1n) & mask;
    a = b ^ (b >> 9n);
    b = (c + (c << 3n)) & mask;
    c = ((((c << 21n) | (c >> 11n)) & mask) + out) & mask;
    return Number(out);
  };
  for (let i = 0; i < 20; i++) reference();
  assert.deepEqual(take(new Sfc32(7, 3), 200), Array.from({ length: 200 }, reference));
});

Deno.test("Sfc32.below() hits every value about as often", () => {
  const chance = new Sfc32(1), counts = new Array<number>(10).fill(0);
  for (let i = 0; i < 100_000; i++) counts[chance.below(10)]!++;
  for (const count of counts) assert.ok(Math.abs(count - 10_000) < 500, String(counts));
});
