// Tests of reading the log in threads of their own, here in one thread with a port between.

import assert from "node:assert/strict";
import { DEFAULT_THRESHOLDS } from "../../domain/scoring.ts";
import { type OpenLog, openLog } from "../../log/open_log.ts";
import type { ReadBatch } from "../../store/core/read_batch.ts";
import { createTopics, EVENTS_TOPIC } from "../../log/topics.ts";
import { CommittedPositions } from "./committed_positions.ts";
import { ReaderError } from "./blame_of.ts";
import { ReaderRun } from "./reader_run.ts";
import { RemoteReaders } from "./remote_readers.ts";

const PARTITIONS = 4, RECORDS = 30_000, BATCH = 5_000;
const never = new AbortController().signal;
const NOBODY = { onTrying: () => {}, onAssigned: () => {}, onGap: () => {} };
const utf8 = new TextEncoder();

function rows(from: number, to: number) {
  return Array.from({ length: to - from }, (_, i) => {
    const key = `user-${(from + i) % 97}`, day = 1 + (from + i) % 28;
    const row = { user_id: key, show_name: "Dark", watch_date: `2026-01-${day}`.padEnd(10) };
    return {
      key,
      value: utf8.encode(JSON.stringify({ ...row, watch_duration_minutes: 1 + (from + i) % 90 })),
    };
  });
}

interface Trial {
  readonly log: OpenLog;
  readonly readers: RemoteReaders;
  readonly positions: CommittedPositions;
}

async function withReaders(
  count: number,
  test: (trial: Trial) => Promise<void>,
): Promise<void> {
  const dataPath = await Deno.makeTempDir({ prefix: "playhead-readers-" });
  const log = await openLog({ kind: "embedded", dataPath });
  await createTopics(log.admin, PARTITIONS);
  const positions = new CommittedPositions();
  const runs: Promise<void>[] = [];
  const ports = Array.from({ length: count }, (_, index) => {
    const { port1, port2 } = new MessageChannel();
    const run = new ReaderRun({
      ...{
        log: { kind: "embedded", dataPath },
        thresholds: DEFAULT_THRESHOLDS,
        poisoned: [],
        earliestDates: [],
      },
      ...{ index, readers: count, positions: positions.memory },
    }, port1);
    runs.push(run.run());
    return port2;
  });
  const readers = new RemoteReaders(ports, NOBODY);
  try {
    await test({ log, readers, positions });
  } finally {
    await readers.close();
    await Promise.all(runs);
    await log.close();
    await Deno.remove(dataPath, { recursive: true });
  }
}

/** Takes batches until there were so many records, as a store that commits each time. */
async function takeAll(
  { readers, positions }: Trial,
  records: number,
  maxRecords = 10_000,
): Promise<ReadBatch[]> {
  const all: ReadBatch[] = [];
  for (let read = 0; read < records;) {
    for (const batch of await readers.poll(maxRecords, never)) {
      read += batch.records;
      positions.set(batch.topic, batch.partition, batch.nextOffset, batch.last);
      all.push(batch);
    }
  }
  return all;
}

for (const count of [1, 3]) {
  Deno.test(`RemoteReaders gives every record once, in order, from ${count} readers`, async () => {
    await withReaders(count, async (trial) => {
      for (let from = 0; from < RECORDS; from += BATCH) {
        await trial.log.producer.append(EVENTS_TOPIC, rows(from, from + BATCH));
      }
      const next = new Map<number, number>();
      let views = 0;
      for (const batch of await takeAll(trial, RECORDS)) {
        assert.equal(batch.firstOffset, next.get(batch.partition) ?? 0);
        next.set(batch.partition, batch.nextOffset);
        views += batch.views.length + batch.others.length;
        const offsets = batch.views.offsets.subarray(0, batch.views.length);
        assert.ok(offsets.every((offset, at) => at === 0 || offset > offsets[at - 1]!));
      }
      assert.equal(views, RECORDS);
      assert.equal([...next.values()].reduce((sum, offset) => sum + offset), RECORDS);
      // Retention goes by what is committed, and by one reader for all.
      await trial.log.producer.append(EVENTS_TOPIC, rows(0, 1));
      assert.equal((await takeAll(trial, 1)).length, 1);
    });
  });
}

Deno.test("RemoteReaders reads ahead, but waits for the store after that", async () => {
  await withReaders(1, async (trial) => {
    const { log, readers } = trial, all = 260_000;
    for (let from = 0; from < all; from += 20_000) {
      await log.producer.append(EVENTS_TOPIC, rows(from, from + 20_000));
    }
    const recordsOf = (batches: readonly ReadBatch[]) =>
      batches.reduce((sum, { records }) => sum + records, 0);
    const stop = AbortSignal.timeout(60_000);
    let taken = 0;
    // Nothing is said to be in the store before the next poll: what comes by then is what is read ahead.
    while (taken === 0) taken = recordsOf(await readers.poll(1, stop));
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    const waiting = recordsOf(await readers.poll(all, stop));
    assert.ok(taken + waiting < all, `${taken} and ${waiting} at once`);
    await takeAll(trial, all - taken - waiting);
  });
});

Deno.test("RemoteReaders fails with what its reader failed with, and who is to blame", async () => {
  const dataPath = await Deno.makeTempDir({ prefix: "playhead-readers-" });
  try {
    const { port1, port2 } = new MessageChannel();
    const readers = new RemoteReaders([port2], NOBODY);
    const run = new ReaderRun({
      ...{
        log: { kind: "embedded", dataPath },
        thresholds: DEFAULT_THRESHOLDS,
        poisoned: [],
        earliestDates: [],
      },
      ...{ index: 0, readers: 1, positions: new CommittedPositions().memory },
    }, port1).run();
    const isExpected = (error: unknown) =>
      error instanceof ReaderError && error.blame === "log" &&
      /must be in the log/.test(error.message);
    await assert.rejects(readers.poll(1, never), isExpected);
    await run;
    await readers.close();
  } finally {
    await Deno.remove(dataPath, { recursive: true });
  }
});

Deno.test("ReaderRun reads ahead by bytes too: long records wait in the log", async () => {
  await withReaders(1, async ({ log, readers }) => {
    const long = "x".repeat(1 << 20), sent = 400;
    const value = utf8.encode(long);
    for (let i = 0; i < sent; i += 8) {
      await log.producer.append(
        EVENTS_TOPIC,
        Array.from({ length: 8 }, () => ({ key: "a", value })),
      );
    }
    let records = 0, most = 0;
    while (records < sent) {
      await new Promise((resolve) => setTimeout(resolve, 300)); // it reads on for as long as it may
      const given = await readers.poll(1_000_000, never);
      const sizeBytes = given.reduce((sum, batch) => sum + batch.sizeBytes, 0);
      most = Math.max(most, sizeBytes);
      records += given.reduce((sum, batch) => sum + batch.records, 0);
    }
    assert.ok(most < sent * (1 << 20) * 0.9, `${most >> 20} MiB at once`);
  });
});
