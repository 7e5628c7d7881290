// Tests of the draw by weights.

import assert from "node:assert/strict";
import { Sfc32 } from "./sfc32.ts";
import { WeightedDraw } from "./weighted_draw.ts";

Deno.test("WeightedDraw draws in proportion to the weights, and never what weighs nothing", () => {
  const weights = [1, 0, 5, 2.5, 0.5, 11], chance = new Sfc32(3), draws = 200_000;
  const draw = new WeightedDraw(weights);
  const counts = new Array<number>(weights.length).fill(0);
  for (let i = 0; i < draws; i++) counts[draw.draw(chance)]!++;
  weights.forEach((weight, i) => {
    assert.ok(Math.abs(counts[i]! / draws - weight / 20) < 0.005, String(counts));
  });
  assert.equal(counts[1], 0);
});

Deno.test("WeightedDraw refuses weights of which none is above 0", () => {
  assert.throws(() => new WeightedDraw([0, 0]), RangeError);
  assert.throws(() => new WeightedDraw([]), RangeError);
});
