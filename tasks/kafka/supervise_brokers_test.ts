// A broker that ended is told; the last one ends the task, another one is started again.

import assert from "node:assert/strict";
import type { LostBroker } from "./kafka_cluster.ts";
import { superviseBrokers } from "./supervise_brokers.ts";

function brokersOf(...ids: number[]) {
  const running = new Set(ids), restarted: number[] = [];
  let next = Promise.withResolvers<LostBroker>();
  return {
    restarted,
    brokers: {
      get running() {
        return [...running];
      },
      nextLost: () => next.promise,
      restart: (id: number) => {
        running.add(id);
        restarted.push(id);
        return Promise.resolve();
      },
    },
    lose: (id: number) => {
      running.delete(id);
      const { resolve } = next;
      next = Promise.withResolvers();
      resolve({ id, how: "SIGKILL" });
    },
  };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

Deno.test("superviseBrokers() ends with the last broker, and says how that ended", async () => {
  const { brokers, lose } = brokersOf(1), said: string[] = [];
  const isLost = superviseBrokers(brokers, new AbortController().signal, (text) => said.push(text));
  lose(1);
  assert.equal(await isLost, true);
  assert.deepEqual(said, ["error: Broker 1 ended (SIGKILL): no broker is left"]);
});

Deno.test("superviseBrokers() starts one of several again, also a second time, until it is stopped", async () => {
  const { brokers, lose, restarted } = brokersOf(1, 2, 3), said: string[] = [];
  const stop = new AbortController();
  const isLost = superviseBrokers(brokers, stop.signal, (text) => said.push(text), 10);
  for (const times of [1, 2]) {
    lose(2);
    await pause(40);
    assert.equal(restarted.length, times);
  }
  lose(3);
  stop.abort();
  assert.equal(await isLost, false);
  await pause(40);
  assert.deepEqual(restarted, [2, 2]);
  assert.match(said[0]!, /^error: Broker 2 ended \(SIGKILL\): it is started again in 0.01 s/);
});
