// Tests of the numbering of pairs.

import assert from "node:assert/strict";
import fc from "fast-check";
import { PairNumbering } from "./pair_numbering.ts";

Deno.test("PairNumbering gives equal pairs one code, in the order of their first numbers", () => {
  const numbering = new PairNumbering(), codes = new Uint32Array(6);
  numbering.number(
    Uint32Array.of(7, 2, 7, 2, 7, 2),
    Uint32Array.of(1, 5, 0, 5, 1, 1),
    codes,
  );
  assert.deepEqual([...codes], [2, 0, 3, 0, 2, 1]);
  assert.equal(numbering.size, 4);
  assert.deepEqual([...numbering.firsts.subarray(0, 4)], [2, 2, 7, 7]);
  assert.deepEqual([...numbering.seconds.subarray(0, 4)], [5, 1, 1, 0]);
  assert.deepEqual([...numbering.counts.subarray(0, 4)], [2, 1, 2, 1]);
});

Deno.test("PairNumbering numbers no rows, and reads no further than there are codes", () => {
  const numbering = new PairNumbering(), longer = Uint32Array.of(3, 9, 9);
  numbering.number(longer, longer, new Uint32Array(0));
  assert.equal(numbering.size, 0);
  numbering.number(longer, longer, new Uint32Array(1));
  assert.equal(numbering.size, 1);
});

Deno.test("PairNumbering tells the same pairs apart as a map does, whatever it numbered before", () => {
  const numbering = new PairNumbering();
  const pair = fc.tuple(fc.nat(20), fc.oneof(fc.nat(5), fc.nat(100_000)));
  fc.assert(fc.property(fc.array(pair, { maxLength: 200 }), (pairs) => {
    const codes = new Uint32Array(pairs.length);
    numbering.number(
      Uint32Array.from(pairs, ([first]) => first),
      Uint32Array.from(pairs, ([, second]) => second),
      codes,
    );
    const counts = new Map<string, number>();
    for (const pair of pairs) counts.set(String(pair), (counts.get(String(pair)) ?? 0) + 1);
    assert.equal(numbering.size, counts.size);
    pairs.forEach(([first, second], row) => {
      assert.equal(numbering.firsts[codes[row]], first);
      assert.equal(numbering.seconds[codes[row]], second);
      assert.equal(numbering.counts[codes[row]], counts.get(`${first},${second}`));
    });
  }));
});
