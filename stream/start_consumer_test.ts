// Tests of minding the consumer's worker, with one that crashes on a record until it is left out.

import assert from "node:assert/strict";
import type { RunReport } from "../domain/report.ts";
import type { LogProducer, NewRecord } from "../log/port.ts";
import { openLog } from "../log/open_log.ts";
import type { AppliedNews, ConsumerHandle } from "./consume/consumer_status.ts";
import { startConsumer } from "./start_consumer.ts";
import { openQueries } from "../store/sqlite/queries.ts";
import { createTopics, EVENTS_TOPIC } from "../log/topics.ts";
import { DEFAULT_THRESHOLDS } from "../domain/scoring.ts";
import type { ConsumerNews } from "./consume/consumer_status.ts";

const utf8 = new TextEncoder();

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

Deno.test("startConsumer() comes to the same store with readers in threads of their own", async () => {
  const rows = Array.from({ length: 12_000 }, (_, i) => {
    const key = `user-${i % 211}`, watch_date = new Date(Date.UTC(2026, 0, 1) + i * 40_000);
    const row = { user_id: key, show_name: `Show ${i % 7}`, watch_date: watch_date.toISOString() };
    // Some come twice, some break a rule.
    return { ...row, watch_duration_minutes: i % 50 === 0 ? "soon" : 1 + i % 90 };
  }).flatMap((row, i) => i % 30 === 0 ? [row, row] : [row]);
  const found: unknown[] = [];
  for (const readers of [0, 2]) {
    const dataPath = await Deno.makeTempDir({ prefix: "playhead-consumer-" });
    const settings = { kind: "embedded", dataPath } as const, log = await openLog(settings);
    try {
      await createTopics(log.admin, 3);
      await log.producer.append(
        EVENTS_TOPIC,
        rows.map((row) => ({ key: row.user_id, value: utf8.encode(JSON.stringify(row)) })),
      );
      const consumer = startConsumer({
        ...{ log: settings, dataPath, producer: log.producer, readers },
        thresholds: DEFAULT_THRESHOLDS,
      });
      let read = 0;
      const done = Promise.withResolvers<void>();
      consumer.onApplied(({ applied }) => (read += applied.read) === rows.length && done.resolve());
      await done.promise;
      await consumer.stop();
      using queries = openQueries(`${dataPath}/store.db`);
      found.push([queries.ledger(), [...queries.rows()]]);
    } finally {
      await log.close();
      await Deno.remove(dataPath, { recursive: true });
    }
  }
  assert.deepEqual(found[1], found[0]);
});

Deno.test("startConsumer() judges no view again by another earliest date, nor when it builds the store anew", async () => {
  const dataPath = await Deno.makeTempDir({ prefix: "playhead-consumer-" });
  const settings = { kind: "embedded", dataPath } as const, log = await openLog(settings);
  const append = (user_id: string) => {
    const row = {
      user_id,
      show_name: "Dark",
      watch_duration_minutes: 30,
      watch_date: "1970-01-01",
    };
    const value = utf8.encode(JSON.stringify(row));
    return log.producer.append(EVENTS_TOPIC, [{ key: user_id, value }]);
  };
  /** The ledger once the store has read so many records. */
  const ledgerAfter = async (records: number, earliestMs: number) => {
    const consumer = startConsumer({
      ...{ log: settings, dataPath, producer: log.producer },
      thresholds: { ...DEFAULT_THRESHOLDS, earliestMs },
    });
    const read = () => consumer.positionOf(EVENTS_TOPIC, 0) ?? 0;
    await consumer.ready;
    while (read() < records) await firstCommit(consumer);
    await consumer.stop();
    using queries = openQueries(`${dataPath}/store.db`);
    const { accepted, quarantined } = queries.ledger();
    return { accepted, quarantined };
  };
  try {
    await createTopics(log.admin, 1);
    await append("ann");
    assert.deepEqual(await ledgerAfter(1, 0), { accepted: 1, quarantined: 0 });
    const { earliestMs } = DEFAULT_THRESHOLDS;
    assert.deepEqual(await ledgerAfter(1, earliestMs), { accepted: 1, quarantined: 0 });
    await append("bob");
    assert.deepEqual(await ledgerAfter(2, earliestMs), { accepted: 1, quarantined: 1 });
    for (const suffix of ["", "-wal", "-shm"]) {
      await Deno.remove(`${dataPath}/store.db${suffix}`).catch(() => {});
    }
    assert.deepEqual(await ledgerAfter(2, earliestMs), { accepted: 1, quarantined: 1 });
  } finally {
    await log.close();
    await Deno.remove(dataPath, { recursive: true });
  }
});
