// Tests that history is played at its pace, once, and from any moment.

import assert from "node:assert/strict";
import type { View } from "../../../domain/view.ts";
import { Player } from "./player.ts";

/** A view each second of history, for 1,000 s; a clock that waiting moves. */
function world(speed: number) {
  let nowMs = 0, sent: number[] = [], restarts = 0;
  const stop = new AbortController();
  const starts = Array.from({ length: 1_000 }, (_, i) => i * 1_000);
  const player = new Player({
    ...{ fromMs: 0, toMs: 1_000_000, speed },
    read: ({ fromMs, toMs, limit }) => {
      const within = starts.filter((at) => at >= fromMs && at < toMs);
      const untilMs = within.length > limit ? within[limit]! : toMs;
      const views = within.filter((at) => at < untilMs).map((startMs) => ({ startMs }) as View);
      return Promise.resolve({ views, untilMs });
    },
    send: (views) => {
      sent.push(...views.map(({ startMs }) => startMs));
      return Promise.resolve();
    },
    restart: () => {
      restarts++;
      sent = [];
      return Promise.resolve();
    },
    clock: {
      nowMs: () => nowMs,
      wait: (ms) => {
        nowMs += ms;
        if (nowMs >= untilMs) stop.abort();
        return Promise.resolve(true);
      },
    },
  });
  let untilMs = 0;
  return {
    player,
    sent: () => sent,
    restarts: () => restarts,
    /** Plays for so long. */
    play: async (ms: number) => {
      untilMs = nowMs + ms;
      const each = new AbortController();
      const wait = player.run(AbortSignal.any([each.signal, stop.signal]));
      await wait;
    },
  };
}

Deno.test("Player sends what is due at its pace, each view once", async () => {
  const { player, sent, play } = world(10);
  await play(2_000);
  assert.deepEqual(sent(), Array.from({ length: sent().length }, (_, i) => i * 1_000));
  assert.ok(Math.abs(sent().length - 20) <= 1, `${sent().length} views in 2 s at 10×`);
  assert.equal(player.state.sent, sent().length);
});

Deno.test("Player stands still when it is told to, and goes to a moment ahead at once", async () => {
  const { player, sent, play } = world(1);
  player.play(false);
  player.seek(500_000);
  await play(1_000);
  assert.equal(sent().length, 500);
  assert.equal(player.state.playing, false);
  assert.equal(player.state.atMs, 500_000);
});

Deno.test("Player begins anew to go back", async () => {
  const { player, sent, restarts, play } = world(10_000);
  player.seek(700_000);
  player.play(false);
  player.seek(900_000);
  player.seek(300_000);
  await play(100);
  assert.equal(sent().length, 300);
  assert.equal(restarts(), 0); // nothing was sent before
});

Deno.test("Player ends with the history's end, with every view sent", async () => {
  const { player, sent, play } = world(10_000);
  await play(1_000);
  assert.equal(sent().length, 1_000);
  assert.deepEqual([player.state.playing, player.state.atMs], [false, 1_000_000]);
});
