// Tests of noticing a clock that jumps.

import assert from "node:assert/strict";
import { ClockWatch, jumpText } from "./watch_clock.ts";

Deno.test("ClockWatch tells a jump once, either way, and no drift", () => {
  let wallMs = 1e12, steadyMs = 0;
  const watch = new ClockWatch({ wallMs: () => wallMs, steadyMs: () => steadyMs });
  const pass = (wall: number) => {
    wallMs += wall;
    steadyMs += 5_000;
    return watch.look();
  };
  assert.deepEqual([pass(5_000), pass(6_000), pass(4_000)], [0, 0, 0]);
  assert.equal(pass(3_605_000), 3_600_000);
  assert.equal(pass(5_000), 0);
  assert.equal(pass(-3_595_000), -3_600_000);
  assert.equal(pass(5_000), 0);
});

Deno.test("jumpText() says which way the clock went", () => {
  assert.match(jumpText(3_600_000), /went ahead by 3600 s/);
  assert.match(jumpText(-90_000), /went back by 90 s/);
});
