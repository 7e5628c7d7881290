// Tests of formats at the edges where rounding would tell a lie.

import assert from "node:assert/strict";
import { formatBytes, formatCount, formatDay, formatHours, formatShare } from "./format.ts";
import { niceTicks } from "./bar_chart.ts";

Deno.test("formatShare() never rounds something to nothing or to all", () => {
  assert.deepEqual(
    [0, 1, 0.00001, 0.99999, 0.0042, 0.9942, 0.123, null].map(formatShare),
    ["0%", "100%", "< 0.01%", "> 99.99%", "0.42%", "99.42%", "12.3%", "–"],
  );
});

Deno.test("formatBytes() and formatCount() group and scale", () => {
  const sizes = [0, 999, 1_000, 67_900_000, 266_120_334, 5e15].map(formatBytes);
  assert.deepEqual(sizes, ["0 bytes", "999 bytes", "1 kB", "67.9 MB", "266 MB", "5,000 TB"]);
  assert.deepEqual([1_234_567, Infinity, NaN].map(formatCount), ["1,234,567", "–", "–"]);
});

Deno.test("formatHours() shows fewer decimals the more hours there are; formatDay() is UTC", () => {
  assert.deepEqual([0, 0.255, 12.34, 93_333.33].map(formatHours), ["0", "0.26", "12.3", "93,333"]);
  assert.equal(formatDay("2024-03-01T23:59:59.999Z"), "Mar 1, 2024");
});

Deno.test("niceTicks() covers the maximum with few round steps", () => {
  assert.deepEqual(niceTicks(0), [0, 1]);
  assert.deepEqual(niceTicks(1, true), [0, 1]);
  for (const max of [1, 3, 7, 9.99, 10, 11, 99, 101, 12_345, 5e9]) {
    const ticks = niceTicks(max, true);
    assert(ticks.at(-1)! >= max && ticks.at(-2)! < max, `${max}: ${ticks}`);
    assert(ticks.length <= 7, `${max}: ${ticks}`);
    assert(ticks.every(Number.isInteger), `${max}: ${ticks}`);
  }
});
