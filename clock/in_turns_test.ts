// Long work leaves turns to others.

import assert from "node:assert/strict";
import { setImmediate } from "node:timers";
import { inTurns } from "./in_turns.ts";

Deno.test("inTurns() gives others a turn after each step", async () => {
  const order: (number | string)[] = [];
  for await (const step of inTurns([1, 2, 3])) {
    order.push(step);
    setImmediate(() => order.push(`other ${step}`));
  }
  assert.deepEqual(order, [1, "other 1", 2, "other 2", 3, "other 3"]);
});
