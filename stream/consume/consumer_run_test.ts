// Tests of a consumer's run over the embedded log, with a store that counts.

import assert from "node:assert/strict";
import type { RunReport } from "../../domain/report.ts";
import { DEFAULT_THRESHOLDS } from "../../domain/scoring.ts";
import { type OpenLog, openLog } from "../../log/open_log.ts";
import type { Applied } from "../../store/core/applied.ts";
import type { ReadBatch } from "../../store/core/read_batch.ts";
import { createTopics, EVENTS_TOPIC } from "../../log/topics.ts";
import type { ConsumerReport } from "./consumer_protocol.ts";
import { ConsumerRun } from "./consumer_run.ts";
import type { StorePosition, StoreWriter } from "../../store/port.ts";

/** A store that keeps positions and nothing else. */
class CountingStore implements StoreWriter {
  readonly next = new Map<string, StorePosition>();
  readonly runs: string[] = [];
  read = 0;
  opened = 0;

  positions(): readonly StorePosition[] {
    return [...this.next.values()];
  }

  applyRead(batches: readonly ReadBatch[]): Applied {
    for (const { topic, partition, records, nextOffset, last } of batches) {
      this.read += records;
      this.next.set(`${topic}/${partition}`, { topic, partition, nextOffset, last });
    }
    return { seq: this.read } as Applied;
  }

  recordRun({ run_id }: RunReport): void {
    if (run_id === "bad") throw new Error("no room");
    this.runs.push(run_id);
  }

  skipMissing(): void {}

  bindLog(): boolean {
    return true;
  }

  close(): void {}
}

interface Trial {
  readonly log: OpenLog;
  readonly store: CountingStore;
  readonly reports: ConsumerReport[];
  readonly run: ConsumerRun;
  /** Resolves when that many records are applied. */
  read(records: number): Promise<void>;
}

async function withRun(test: (trial: Trial) => Promise<void>): Promise<void> {
  const dataPath = await Deno.makeTempDir({ prefix: "playhead-run-" });
  const log = await openLog({ kind: "embedded", dataPath });
  await createTopics(log.admin, 2);
  const store = new CountingStore(), reports: ConsumerReport[] = [], stop = new AbortController();
  let heard = Promise.withResolvers<void>();
  const run = new ConsumerRun(
    {
      ...{ log: { kind: "embedded", dataPath }, dataPath, startedMs: 0 },
      thresholds: DEFAULT_THRESHOLDS,
    },
    () => {
      store.opened++;
      return store;
    },
    (report) => {
      reports.push(report);
      heard.resolve();
      heard = Promise.withResolvers();
    },
  );
  const ended = run.run(stop.signal);
  const read = async (records: number) => {
    while (store.read < records) await heard.promise;
  };
  try {
    await test({ log, store, reports, run, read });
  } finally {
    stop.abort();
    await ended;
    await log.close();
    await Deno.remove(dataPath, { recursive: true });
  }
}

const record = (key: string) => ({ key, value: new TextEncoder().encode("{}") });

Deno.test("ConsumerRun applies what is there and what comes, and tells of each commit", async () => {
  await withRun(async ({ log, reports, read }) => {
    await log.producer.append(EVENTS_TOPIC, [record("ann"), record("bob"), record("cy")]);
    await read(3);
    await log.producer.append(EVENTS_TOPIC, [record("ann")]);
    await read(4);
    assert.deepEqual(reports[0], { kind: "ready", positions: [] });
    const kinds = new Set(reports.slice(1).map(({ kind }) => kind));
    assert.deepEqual([...kinds], ["trying", "applied"]);
    const applied = reports.filter((report) => report.kind === "applied").at(-1)!;
    assert.equal(applied.applied.seq, 4);
    assert.ok(applied.positions.every(({ nextOffset, endOffset }) => nextOffset === endOffset));
  });
});

Deno.test("ConsumerRun opens the store again when it is to refresh, and goes on where it was", async () => {
  await withRun(async ({ log, store, reports, run, read }) => {
    await log.producer.append(EVENTS_TOPIC, [record("ann"), record("ann")]);
    await read(2);
    run.refresh();
    await log.producer.append(EVENTS_TOPIC, [record("ann")]);
    await read(3);
    const ready = reports.filter((report) => report.kind === "ready");
    // The last append may have come before the refresh was heard.
    while (store.opened < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal(store.read, 3);
    assert.ok(ready.length >= 1);
  });
});

Deno.test("ConsumerRun keeps reports of runs, and says when it cannot", async () => {
  await withRun(async ({ store, run }) => {
    const answers: (string | null)[] = [];
    run.recordRun({ run_id: "good" } as RunReport, (error) => answers.push(error));
    run.recordRun({ run_id: "bad" } as RunReport, (error) => answers.push(error));
    while (answers.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.deepEqual([store.runs, answers], [["good"], [null, "no room"]]);
  });
});
