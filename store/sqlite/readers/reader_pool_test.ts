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
    else if (command.kind === "ask") this.asked = `${command.name} ${command.options}`;
    else this.asked = command.kind;
  }

  tell(report: ReaderReport): void {
    this.asked = null;
    this.onmessage!(new MessageEvent("message", { data: report }));
  }

  terminate(): void {
    this.isEnded = true;
  }
}

function poolOf(maxLong: number, maxWaitMs = 1e6, maxHoldMs = 1e6) {
  const threads: FakeThread[] = [];
  const startThread = () => {
    threads.push(new FakeThread());
    return threads.at(-1)!;
  };
  const pool = new ReaderPool("a.db", { maxLong, maxWaitMs, maxHoldMs, startThread });
  return { pool, threads, asked: () => threads.map(({ asked }) => asked) };
}

const told = (answer: unknown): ReaderReport => ({ kind: "told", answer, seq: 1 });

Deno.test("ReaderPool keeps one more thread than long questions may have, and lets short ones pass", async () => {
  const { pool, threads, asked } = poolOf(1);
  const first = pool.ask("breakdown", [1], true), second = pool.ask("breakdown", [2], true);
  assert.deepEqual(asked(), ["breakdown 1"]);
  const short = [3, 4].map((n) => pool.ask("show", [n], false));
  assert.deepEqual(asked(), ["breakdown 1", "show 3"]);
  assert.deepEqual(threads.map(({ opened }) => opened), ["a.db", "a.db"]);
  threads[1]!.tell(told("three"));
  assert.equal((await short[0]!).answer, "three");
  assert.deepEqual(asked(), ["breakdown 1", "show 4"]);
  threads[1]!.tell(told("four"));
  assert.deepEqual(asked(), ["breakdown 1", null]); // the second long one waits for the first
  threads[0]!.tell(told("one"));
  assert.equal((await first).answer, "one");
  assert.deepEqual(asked(), ["breakdown 2", null]);
  pool.close();
  await assert.rejects(second, { name: "StoreBusyError" });
  await assert.rejects(pool.ask("show", [5], false), { name: "StoreBusyError" });
  assert.equal((await short[1]!).answer, "four");
});

Deno.test("ReaderPool gives a question up that has waited for too long, and answers the next", async () => {
  const { pool, threads, asked } = poolOf(1, 0);
  const under = pool.ask("breakdown", [1], true);
  await assert.rejects(pool.ask("breakdown", [2], true), { name: "StoreBusyError" });
  threads[0]!.tell(told("one"));
  assert.equal((await under).answer, "one");
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
  assert.equal((await next).answer, 2);
  pool.close();
});

Deno.test("ReaderPool asks threads of the store's new file after reopen(), and ends the others when they are done", async () => {
  const { pool, threads, asked } = poolOf(1);
  const old = pool.ask("show", [1], false);
  pool.reopen();
  const answer = pool.ask("show", [2], false);
  assert.deepEqual(asked(), ["show 1", "show 2"]);
  threads[0]!.tell(told("old"));
  assert.equal((await old).answer, "old");
  assert.deepEqual(threads.map(({ isEnded }) => isEnded), [true, false]);
  threads[1]!.tell(told("new"));
  assert.equal((await answer).answer, "new");
  pool.close();
});

Deno.test("ReaderPool gives a held reader's thread to nobody else before its last answer has come", async () => {
  const { pool, threads, asked } = poolOf(1);
  const holding = pool.hold(false);
  assert.deepEqual(asked(), ["hold"]);
  threads[0]!.tell({ kind: "held", seq: 7 });
  const held = await holding, one = held.ask("show", [1]), two = held.ask("show", [2]);
  assert.equal(held.seq, 7);
  const other = pool.ask("show", [3], false), waits = pool.ask("show", [4], false);
  assert.deepEqual(asked(), ["show 2", "show 3"]);
  held[Symbol.dispose]();
  threads[0]!.tell(told("one"));
  assert.deepEqual(asked(), [null, "show 3"]); // the second answer is still to come
  threads[0]!.tell(told("two"));
  assert.deepEqual(await Promise.all([one, two]), ["one", "two"]);
  assert.deepEqual(asked(), ["show 4", "show 3"]);
  await assert.rejects(held.ask("show", [5]), { name: "StoreBusyError" });
  pool.close();
  await assert.rejects(other, { name: "StoreBusyError" });
  await assert.rejects(waits, { name: "StoreBusyError" });
});

Deno.test("ReaderPool takes a reader back that is held for too long, and tells whoever asks a lost one", async () => {
  const { pool, threads, asked } = poolOf(1, 1e6, 0);
  const holding = pool.hold(true);
  threads[0]!.tell({ kind: "held", seq: 7 });
  const held = await holding;
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.deepEqual(asked(), ["release"]);
  await assert.rejects(held.ask("show", [1]), { name: "StoreBusyError" });
  const next = pool.hold(true);
  threads[0]!.tell({ kind: "held", seq: 8 });
  const answer = (await next).ask("show", [2]);
  threads[0]!.onerror!(new ErrorEvent("error", { message: "gone" }));
  await assert.rejects(answer, /was lost: gone/);
  pool.close();
});
