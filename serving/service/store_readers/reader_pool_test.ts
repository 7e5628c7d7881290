// Tests of the pool of readers: whose turn it is, what becomes of those who wait, and of threads that are lost.

import assert from "node:assert/strict";
import type { ReaderCommand, ReaderReport } from "./reader_protocol.ts";
import { ReaderPool, type ReaderThread } from "./reader_pool.ts";

/** A thread that answers when the test says so. */
class FakeThread implements ReaderThread {
  onmessage: ReaderThread["onmessage"] = null;
  onerror: ReaderThread["onerror"] = null;
  asked: string | null = null;
  opened = "";
  isEnded = false;

  postMessage(command: ReaderCommand): void {
    if (command.kind === "open") this.opened = command.path;
    else this.asked = `${command.name} ${command.options}`;
  }

  tell(report: ReaderReport): void {
    this.asked = null;
    this.onmessage!(new MessageEvent("message", { data: report }));
  }

  terminate(): void {
    this.isEnded = true;
  }
}

function poolOf(maxLong: number, maxWaitMs = 1e6) {
  const threads: FakeThread[] = [];
  const startThread = () => {
    threads.push(new FakeThread());
    return threads.at(-1)!;
  };
  const pool = new ReaderPool("a.db", { maxLong, maxWaitMs, startThread });
  return { pool, threads, asked: () => threads.map(({ asked }) => asked) };
}

const told = (answer: unknown): ReaderReport => ({ kind: "told", answer });

Deno.test("ReaderPool keeps one more thread than long questions may have, and lets short ones pass", async () => {
  const { pool, threads, asked } = poolOf(1);
  const first = pool.ask("breakdown", [1], true), second = pool.ask("breakdown", [2], true);
  assert.deepEqual(asked(), ["breakdown 1"]);
  const short = [3, 4].map((n) => pool.ask("show", [n], false));
  assert.deepEqual(asked(), ["breakdown 1", "show 3"]);
  assert.deepEqual(threads.map(({ opened }) => opened), ["a.db", "a.db"]);
  threads[1]!.tell(told("three"));
  assert.equal(await short[0], "three");
  assert.deepEqual(asked(), ["breakdown 1", "show 4"]);
  threads[1]!.tell(told("four"));
  assert.deepEqual(asked(), ["breakdown 1", null]); // the second long one waits for the first
  threads[0]!.tell(told("one"));
  assert.equal(await first, "one");
  assert.deepEqual(asked(), ["breakdown 2", null]);
  pool.close();
  await assert.rejects(second, { name: "StoreBusyError" });
  await assert.rejects(pool.ask("show", [5], false), { name: "StoreBusyError" });
  assert.equal(await short[1], "four");
});

Deno.test("ReaderPool gives a question up that has waited for too long, and answers the next", async () => {
  const { pool, threads, asked } = poolOf(1, 0);
  const under = pool.ask("breakdown", [1], true);
  await assert.rejects(pool.ask("breakdown", [2], true), { name: "StoreBusyError" });
  threads[0]!.tell(told("one"));
  assert.equal(await under, "one");
  assert.deepEqual(asked(), [null]);
  const next = pool.ask("breakdown", [3], true);
  threads[0]!.tell({ kind: "refused", error: { name: "RangeError", message: "too many" } });
  await assert.rejects(next, RangeError);
  pool.close();
});

Deno.test("ReaderPool asks another thread when one is lost, once", async () => {
  const { pool, threads, asked } = poolOf(2);
  const lose = (at: number) => threads[at]!.onerror!(new ErrorEvent("error", { message: "gone" }));
  const answer = pool.ask("show", [1], false);
  lose(0);
  assert.deepEqual(asked().slice(1), ["show 1"]);
  lose(1);
  await assert.rejects(answer, /was lost: gone/);
  const next = pool.ask("show", [2], false);
  threads[2]!.tell(told(2));
  assert.equal(await next, 2);
  pool.close();
});

Deno.test("ReaderPool asks threads of the store's new file after reopen(), and ends the others when they are done", async () => {
  const { pool, threads, asked } = poolOf(1);
  const old = pool.ask("show", [1], false);
  pool.reopen();
  const answer = pool.ask("show", [2], false);
  assert.deepEqual(asked(), ["show 1", "show 2"]);
  threads[0]!.tell(told("old"));
  assert.equal(await old, "old");
  assert.deepEqual(threads.map(({ isEnded }) => isEnded), [true, false]);
  threads[1]!.tell(told("new"));
  assert.equal(await answer, "new");
  pool.close();
});
