// The wake between the workers of a process.

import assert from "node:assert/strict";
import { broadcastWake } from "./wake.ts";

Deno.test("broadcastWake() wakes every other end on the same log, until they stop listening", async () => {
  const [here, there, other] = ["/a/log", "/a/b/../log", "/b/log"].map(broadcastWake);
  const { promise, resolve } = Promise.withResolvers<void>();
  let unwanted = 0;
  there!.listen(() => unwanted++)();
  other!.listen(() => unwanted++);
  there!.listen(resolve);
  here!.notify();
  await promise;
  assert.equal(unwanted, 0);
  for (const end of [here, there, other]) end!.close();
});
