// Tests of the wheel that orders views by time.

import assert from "node:assert/strict";
import { Sfc32 } from "./sfc32.ts";
import { BATCH_VIEWS, ViewBatch } from "./view_batch.ts";
import { ViewWheel, WHEEL_SECONDS } from "./view_wheel.ts";

function putAt(wheel: ViewWheel, second: number): void {
  const slot = wheel.put(second);
  wheel.views.startSecond[slot] = second;
}

Deno.test("ViewWheel reads every view once, in the order of time", () => {
  const wheel = new ViewWheel(), chance = new Sfc32(1), read: number[] = [], put: number[] = [];
  let second = 0;
  while (second < 300_000) {
    for (let i = 0; i < 40; i++) {
      put.push(second + chance.below(WHEEL_SECONDS - 1_000));
      putAt(wheel, put.at(-1)!);
    }
    const batch = new ViewBatch();
    second = wheel.drain(second, second + 1_000, batch);
    read.push(...batch.startSecond.subarray(0, batch.count));
  }
  const rest = new ViewBatch();
  wheel.drain(second, second + WHEEL_SECONDS, rest);
  read.push(...rest.startSecond.subarray(0, rest.count));
  assert.equal(wheel.pending, 0);
  assert.deepEqual(read, put.toSorted((a, b) => a - b));
});

Deno.test("ViewWheel.drain() stops at a full batch and goes on within the same second", () => {
  const wheel = new ViewWheel();
  for (let i = 0; i < BATCH_VIEWS + 5; i++) putAt(wheel, 7);
  const batch = new ViewBatch();
  assert.equal(wheel.drain(0, 10, batch), 7);
  assert.equal(batch.count, BATCH_VIEWS);
  batch.count = 0;
  assert.equal(wheel.drain(7, 10, batch), 10);
  assert.equal(batch.count, 5);
});

Deno.test("ViewWheel needs room for the views under way, not for all that pass", () => {
  const wheel = new ViewWheel();
  for (let second = 0; second < 200_000; second += 100) {
    for (let i = 0; i < 500; i++) putAt(wheel, second + i);
    const batch = new ViewBatch();
    wheel.drain(second, second + 100, batch);
  }
  // A million views have passed; at most 2,500 were under way at once.
  assert.ok(wheel.views.capacity <= 4_096, String(wheel.views.capacity));
});
