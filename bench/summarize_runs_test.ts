// Tests median and spread.

import assert from "node:assert/strict";
import { summarizeRuns } from "./summarize_runs.ts";

Deno.test("summarizeRuns() takes the middle run, whatever the order", () => {
  assert.deepEqual(summarizeRuns([9, 10, 1]), { median: 9, min: 1, max: 10 });
  assert.deepEqual(summarizeRuns([4]), { median: 4, min: 4, max: 4 });
});

Deno.test("summarizeRuns() refuses to summarize nothing", () => {
  assert.throws(() => summarizeRuns([]), /at least one/);
});
