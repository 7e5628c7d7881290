// Tests the last hour of viewing.

import assert from "node:assert/strict";
import { minuteWindow, paceOf } from "./minute_window.ts";

Deno.test("minuteWindow() fills minutes without a view, up to the newest", () => {
  const window = minuteWindow(new Map([[120_000, 3], [300_000, 5]]));
  assert.equal(window.length, 60);
  assert.deepEqual(window.slice(-4).map(({ views }) => views), [3, 0, 0, 5]);
  assert.equal(window[0]!.startMs, 300_000 - 59 * 60_000);
  assert.deepEqual(minuteWindow(new Map()), []);
});

Deno.test("paceOf() leaves out the newest minute, which is not over", () => {
  assert.equal(paceOf(minuteWindow(new Map([[240_000, 10], [300_000, 1]]))), 2);
  assert.equal(paceOf([]), null);
});
