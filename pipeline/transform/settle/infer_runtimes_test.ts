// Tests of runtimes inferred from what threads met.

import assert from "node:assert/strict";
import { DEFAULT_THRESHOLDS } from "../../../domain/scoring.ts";
import { inferRuntimes } from "./infer_runtimes.ts";

/** Durations of show 1, from 1 minute on. */
function durations(count: number, first = 1) {
  const minutes = Float64Array.from({ length: count }, (_, n) => first + n);
  return { starts: Float64Array.of(0, 0, count), minutes };
}

Deno.test("inferRuntimes() takes the nearest rank over the durations of all threads", () => {
  const parts = [durations(10, 11), durations(10, 1)];
  assert.deepEqual([...inferRuntimes(parts, 2, DEFAULT_THRESHOLDS)], [NaN, 19]);
  assert.equal(inferRuntimes([durations(21)], 2, DEFAULT_THRESHOLDS)[1], 20);
});

Deno.test("inferRuntimes() leaves a show with fewer than 20 durations unknown", () => {
  assert.deepEqual([...inferRuntimes([durations(19)], 2, DEFAULT_THRESHOLDS)], [NaN, NaN]);
});

Deno.test("inferRuntimes() takes a thread that settled nobody", () => {
  const none = { starts: new Float64Array(1), minutes: new Float64Array() };
  assert.equal(inferRuntimes([none, durations(20)], 3, DEFAULT_THRESHOLDS)[1], 19);
});

Deno.test("inferRuntimes() infers a share of the shows", () => {
  const { starts, minutes } = durations(20);
  const parts = [{ starts: Float64Array.of(...starts, 20, 20), minutes }];
  assert.equal(inferRuntimes(parts, 4, { ...DEFAULT_THRESHOLDS, first: 1, step: 2 })[1], 19);
  assert.ok(Number.isNaN(inferRuntimes(parts, 4, { ...DEFAULT_THRESHOLDS, first: 0, step: 2 })[1]));
});
