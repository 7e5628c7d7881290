// Tests of minding the consumer's worker, with one that crashes on a record until it is left out.

import assert from "node:assert/strict";
import type { RunReport } from "../domain/report.ts";
import type { LogProducer, NewRecord } from "./log.ts";
import type { AppliedNews, ConsumerHandle } from "./start_consumer.ts";
import { startConsumer } from "./start_consumer.ts";
import { DEFAULT_THRESHOLDS } from "../domain/scoring.ts";
import type { ConsumerNews } from "./consume/consumer_status.ts";

interface Started {
  readonly handle: ConsumerHandle;
  readonly copies: NewRecord[];
  readonly news: ConsumerNews[];
}

function start(dataPath = "crashing"): Started {
  const copies: NewRecord[] = [], news: ConsumerNews[] = [];
  const producer: LogProducer = {
    append: (_topic, records) => {
      copies.push(...records);
      return Promise.resolve([]);
    },
    close: () => Promise.resolve(),
  };
  const handle = startConsumer({
    ...{ log: { kind: "embedded", dataPath }, dataPath, producer },
    thresholds: DEFAULT_THRESHOLDS,
    workerUrl: new URL("./consume/scripted_worker_fixture.ts", import.meta.url),
  });
  handle.onNews((item) => news.push(item));
  return { handle, copies, news };
}

const firstCommit = (handle: ConsumerHandle) =>
  new Promise<AppliedNews>((resolve) => handle.onApplied(resolve));

Deno.test("startConsumer() starts a crashed worker again and leaves out the record that it crashes on", async () => {
  const { handle, copies, news } = start();
  const { applied, committedMs } = await firstCommit(handle);
  assert.deepEqual([applied.seq, committedMs], [1, 5]);
  const crashes = news.filter(({ kind }) => kind === "crashed");
  // 300 records, 3, 1, and then that one two times more.
  assert.deepEqual(crashes.map((item) => item.kind === "crashed" && item.inMs), [
    ...[100, 200, 400, 800, 1600],
  ]);
  assert.deepEqual(news.filter(({ kind }) => kind === "poisoned"), [
    { kind: "poisoned", place: "watch.events/0/6" },
  ]);
  const { state, restarts, seq } = handle.status();
  assert.deepEqual({ state, restarts, seq }, { state: "running", restarts: 5, seq: 1 });
  assert.equal(handle.positionOf("watch.events", 0), 7);
  assert.equal(handle.positionOf("watch.events", 1), null);
  await handle.stop();
  assert.deepEqual(copies.map(({ key, headers }) => [key, headers]), [
    ["watch.events/0", { kind: "copy" }],
  ]);
  assert.equal(handle.status().state, "stopped");
});

Deno.test("startConsumer() keeps reports of runs, and says when it cannot", async () => {
  const { handle } = start("sound");
  await handle.ready;
  await handle.recordRun({ run_id: "good" } as RunReport);
  await assert.rejects(handle.recordRun({ run_id: "bad" } as RunReport), /no room/);
  await handle.stop();
});

Deno.test("startConsumer() can be stopped at once, also while it waits to start again", async () => {
  const { handle } = start();
  await Promise.all([handle.stop(), handle.stop()]);
  const other = start().handle;
  await new Promise<void>((resolve) => {
    other.onNews(({ kind }) => kind === "crashed" && resolve());
  });
  await other.stop();
  await assert.rejects(other.recordRun({} as RunReport), /was stopped/);
});
