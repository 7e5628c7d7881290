// Tests of the waits: each ends at the first of two things and leaves no timer, listener or rejection behind.

import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { endWithin, orAborted, wait, within } from "./wait.ts";

const listenersOf = (signal: AbortSignal) => getEventListeners(signal, "abort").length;
const never = () => new Promise<never>(() => {});

Deno.test("wait() is true after its time, and false as soon as the signal is given", async () => {
  const stop = new AbortController();
  assert.equal(await wait(1, stop.signal), true);
  assert.equal(await wait(-1), true);
  const ended = wait(3_600_000, stop.signal);
  stop.abort();
  assert.equal(await ended, false);
  assert.equal(await wait(0, stop.signal), false);
  assert.equal(listenersOf(stop.signal), 0);
});

Deno.test("within() gives what the work comes to while it is in time", async () => {
  assert.equal(await within(3_600_000, Promise.resolve(1), () => 2), 1);
  await assert.rejects(within(3_600_000, Promise.reject(new Error("work")), () => 2), /work/);
});

Deno.test("within() gives, or throws, what stands for late work, which may fail unheard later", async () => {
  const work = Promise.withResolvers<number>();
  assert.equal(await within(1, work.promise, () => 2), 2);
  const late = () => {
    throw new Error("late");
  };
  await assert.rejects(within(1, work.promise, late), /late/);
  work.reject(new Error("unheard"));
  await wait(1);
});

Deno.test("endWithin() waits no longer than it should, and for no failure", async () => {
  await endWithin(1, never);
  await endWithin(3_600_000, () => Promise.reject(new Error("unheard")));
});

Deno.test("orAborted() throws the signal's reason at once, and leaves no listener on it", async () => {
  const stop = new AbortController();
  assert.equal(await orAborted(stop.signal, Promise.resolve(1)), 1);
  assert.equal(listenersOf(stop.signal), 0);
  const waiting = orAborted(stop.signal, never());
  stop.abort(new Error("why"));
  await assert.rejects(waiting, /why/);
  await assert.rejects(orAborted(stop.signal, never()), /why/);
});
