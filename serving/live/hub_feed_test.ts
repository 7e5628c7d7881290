// Tests of what feeds the hub: no commit is lost or told twice around a start.

import assert from "node:assert/strict";
import type { LiveCommit, LiveStart } from "./live_commit.ts";
import { HubFeed } from "./hub_feed.ts";
import type { LiveHub } from "./live_hub.ts";

/** A hub that keeps what it is given. */
function fakeHub(told: string[]) {
  const hub = {
    restart: ({ seq }: LiveStart) => void told.push(`start ${seq}`),
    onCommit: ({ seq }: LiveCommit) => void told.push(`commit ${seq}`),
  } as unknown as LiveHub;
  return (start: LiveStart) => (hub.restart(start), hub);
}

const startOf = (seq: number) => ({ seq }) as LiveStart;
const commitOf = (seq: number) => ({ seq }) as LiveCommit;

Deno.test("HubFeed keeps commits that come while a start is being read, and gives them after it", async () => {
  const feed = new HubFeed(), told: string[] = [], make = fakeHub(told);
  feed.onCommit(commitOf(1)); // the start will have it
  const first = Promise.withResolvers<LiveStart>();
  const started = feed.start(() => first.promise, make);
  feed.onCommit(commitOf(2));
  feed.onCommit(commitOf(3));
  assert.equal(feed.hub, null);
  first.resolve(startOf(2));
  assert.equal(await started, feed.hub);
  feed.onCommit(commitOf(4));
  assert.deepEqual(told, ["start 2", "commit 2", "commit 3", "commit 4"]);
});

Deno.test("HubFeed reads starts one after the other, and goes on when one fails", async () => {
  const feed = new HubFeed(), told: string[] = [], make = fakeHub(told);
  await feed.restart(() => Promise.reject(new Error("there is no hub to read it for")));
  await feed.start(() => Promise.resolve(startOf(1)), make);
  const slow = Promise.withResolvers<LiveStart>();
  const one = feed.restart(() => slow.promise);
  const failing = feed.restart(() => Promise.reject(new Error("busy")));
  const two = feed.restart(() => Promise.resolve(startOf(5)));
  feed.onCommit(commitOf(6));
  slow.resolve(startOf(4));
  await one;
  await assert.rejects(failing, /busy/);
  await two;
  assert.deepEqual(told, ["start 1", "start 4", "start 5", "commit 6"]);
});
