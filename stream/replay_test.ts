// Tests of replaying history, on a clock of their own.

import assert from "node:assert/strict";
import { NO_DIMENSIONS } from "../domain/columns.ts";
import { replay, type ReplayOptions, type SourcedView } from "./replay.ts";

const HOUR_MS = 3_600_000;

function viewsAt(...hours: number[]): SourcedView[] {
  return hours.map((hour) => ({
    source: "a.csv",
    view: {
      ...{ userId: `at ${hour}`, showName: "x", watchMinutes: 3, startMs: hour * HOUR_MS },
      ...{ eventId: null, episode: null, ...NO_DIMENSIONS },
    },
  }));
}

/** Replays and notes when each view was sent, in seconds of the clock. */
async function replayed(views: SourcedView[], options: Partial<ReplayOptions> = {}) {
  let clockMs = 5_000_000, sends = 0;
  const sent: [string, number][] = [];
  const progress = await replay(views, (batch) => {
    sends++;
    for (const { view } of batch) sent.push([view.userId, (clockMs - 5_000_000) / 1_000]);
    return Promise.resolve();
  }, {
    speed: 3_600,
    signal: new AbortController().signal,
    clock: {
      nowMs: () => clockMs,
      wait: (ms) => {
        clockMs += ms;
        return Promise.resolve(true);
      },
    },
    ...options,
  });
  return { sent, sends, progress };
}

Deno.test("replay() sends views in event-time order, N times as fast as they happened", async () => {
  const { sent, progress } = await replayed(viewsAt(3, 1, 2, 2, 10));
  assert.deepEqual(sent, [["at 1", 0], ["at 2", 1], ["at 2", 1], ["at 3", 2], ["at 10", 9]]);
  assert.deepEqual(progress, { sent: 5, eventTimeMs: 10 * HOUR_MS, rounds: 1 });
});

Deno.test("replay() at max speed waits for nothing but the log, in batches", async () => {
  const { sent, sends } = await replayed(viewsAt(...Array(4_001).keys()), { speed: "max" });
  assert.equal(sent.length, 4_001);
  assert.equal(sends, 3);
  assert.ok(sent.every(([, second]) => second === 0));
});

Deno.test("replay() starts over until it is interrupted when it is to loop", async () => {
  const stop = new AbortController();
  const { progress } = await replayed(viewsAt(1, 2), {
    ...{ loop: true, speed: "max", signal: stop.signal },
    onProgress: ({ sent }) => sent >= 6 && stop.abort(),
  });
  assert.deepEqual([progress.sent, progress.rounds], [6, 3]);
});

Deno.test("replay() ends at once when it is interrupted, and has nothing to do for no views", async () => {
  const { progress } = await replayed(viewsAt(1, 2), { signal: AbortSignal.abort() });
  assert.deepEqual([progress.sent, progress.rounds], [0, 0]);
  assert.equal((await replayed([], { loop: true })).progress.sent, 0);
});
