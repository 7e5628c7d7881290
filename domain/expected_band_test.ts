// Tests of the band of what is usual, beside a slow reading of its definition.

import assert from "node:assert/strict";
import fc from "fast-check";
import { BAND, expectedBand } from "./window_quality.ts";

const NO_FLOOR = { relative: 0, absolute: 0 };

/** A median is a value that as many lie below as above: found by counting, without sorting. */
function slowMedian(values: readonly number[]): number {
  const rank = (value: number, at: number) =>
    values.filter((one) => one < value).length <= at &&
    values.filter((one) => one <= value).length > at;
  const nth = (at: number) => values.find((value) => rank(value, at))!;
  const { length } = values;
  return (nth(Math.floor((length - 1) / 2)) + nth(Math.floor(length / 2))) / 2;
}

Deno.test("expectedBand() is median ± k · MAD, as counted slowly, and never below 0", () => {
  const values = fc.array(fc.option(fc.integer({ min: 0, max: 50 })), { maxLength: BAND.weeks });
  const floor = fc.record({ relative: fc.constantFrom(0, 0.1), absolute: fc.constantFrom(0, 3) });
  fc.assert(fc.property(values, floor, (values, floor) => {
    const band = expectedBand(values, floor), known = values.filter((value) => value !== null);
    if (known.length < BAND.minWeeks) return assert.equal(band, null);
    const middle = slowMedian(known);
    const spread = slowMedian(known.map((value) => Math.abs(value - middle)));
    const half = Math.max(4.5 * spread, floor.relative * middle, floor.absolute);
    assert.ok(band !== null);
    assert.equal(band.median, middle);
    assert.equal(band.high, middle + half);
    assert.equal(band.low, Math.max(0, middle - half));
  }));
});

Deno.test("expectedBand() is not moved by one wild week", () => {
  const band = expectedBand([100, 103, 98, 101, 99, 5_000], NO_FLOOR);
  assert.ok(band !== null && band.high < 120 && band.low > 80);
});

Deno.test("expectedBand() draws nothing before it knows enough weeks", () => {
  assert.equal(expectedBand([5, 5, 5], NO_FLOOR), null);
  assert.equal(expectedBand([5, 5, 5, null, null], NO_FLOOR), null);
  assert.deepEqual(expectedBand([5, 5, 5, 5], NO_FLOOR), { low: 5, high: 5, median: 5 });
});
