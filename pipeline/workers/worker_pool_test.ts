// Tests of the pool on small worker modules of their own.

import assert from "node:assert/strict";
import { InputError } from "../../domain/errors.ts";
import { WorkerPool } from "./worker_pool.ts";

interface TestCalls {
  double: { request: number; answer: number };
  late: { request: number; answer: number };
  refuse: { request: string; answer: void };
  die: { request: void; answer: void };
  [name: string]: { request: unknown; answer: unknown };
}

const MODULE = `
import { serveCalls } from ${JSON.stringify(new URL("serve_calls.ts", import.meta.url).href)};
class InputError extends Error { name = "InputError"; }
serveCalls({
  double: (n) => n * 2,
  late(n) {
    const until = performance.now() + (n % 3) * 4;
    while (performance.now() < until);
    return n;
  },
  refuse(why) { throw new InputError(why); },
  die() { setTimeout(() => { throw new Error("out of order"); }); },
});`;

async function withPool(
  size: number,
  test: (pool: WorkerPool<TestCalls>) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(`${folder}/worker.js`, MODULE);
  const url = new URL(`file://${folder}/worker.js`);
  const pool = new WorkerPool<TestCalls>(url, size, { InputError });
  try {
    await test(pool);
  } finally {
    pool.close();
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("WorkerPool.all() asks every worker its own question", async () => {
  await withPool(2, async (pool) => {
    assert.equal(pool.size, 2);
    assert.deepEqual(await pool.all("double", (worker) => worker + 10), [20, 22]);
  });
});

Deno.test("WorkerPool.spread() gives the answers in the order of the requests", async () => {
  await withPool(2, async (pool) => {
    const requests = Array.from({ length: 20 }, (_, index) => index);
    const answers: number[] = [];
    await pool.spread("late", requests, async (answer) => {
      await Promise.resolve();
      answers.push(answer);
    });
    assert.deepEqual(answers, requests);
  });
});

Deno.test("WorkerPool.call() revives an error in its own class", async () => {
  await withPool(1, async (pool) => {
    const refused = (error: Error) => error instanceof InputError && error.message === "no";
    await assert.rejects(pool.call(0, "refuse", "no"), refused);
    assert.equal(await pool.call(0, "double", 4), 8);
  });
});

Deno.test("WorkerPool.spread() asks no more once an answer was not accepted", async () => {
  await withPool(2, async (pool) => {
    let asked = 0;
    function* requests() {
      for (; asked < 1_000; asked++) yield asked;
    }
    const failing = pool.spread("double", requests(), (answer) => {
      if (answer === 6) throw new Error("cannot keep it");
    });
    await assert.rejects(failing, /cannot keep it/);
    // Those that were on their way come back first.
    for (let round = 0; round < 3; round++) await pool.all("double", () => 1);
    assert.ok(asked < 20, `${asked} were asked`);
  });
});

Deno.test("WorkerPool.call() fails at once when its thread has died", async () => {
  await withPool(1, async (pool) => {
    await pool.call(0, "die", undefined);
    await assert.rejects(async () => {
      for (;;) await pool.call(0, "late", 1);
    }, /worker thread failed.*out of order/);
    await assert.rejects(pool.call(0, "double", 1), /worker thread failed/);
  });
});
