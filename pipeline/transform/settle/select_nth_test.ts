// Tests of selection against sorting.

import assert from "node:assert/strict";
import fc from "fast-check";
import { selectNth } from "./infer_runtimes.ts";

Deno.test("selectNth() gives what stands there after sorting", () => {
  const numbers = fc.array(fc.oneof(fc.integer({ min: 0, max: 9 }), fc.double({ noNaN: true })), {
    minLength: 1,
    maxLength: 80,
    size: "max",
  });
  fc.assert(fc.property(numbers, fc.nat(), (numbers, n) => {
    const rank = n % numbers.length;
    const sorted = Float64Array.from(numbers).sort();
    const selected = selectNth(Float64Array.from(numbers), rank);
    // Zeros of both signs are equal here.
    assert.ok(selected === sorted[rank], `${selected} is not ${sorted[rank]}`);
  }));
});
