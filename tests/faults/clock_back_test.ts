// The wall clock jumps backwards, also between two runs: order, offsets, commits and retention stay right.

import assert from "node:assert/strict";
import { DEFAULT_THRESHOLDS } from "../../domain/scoring.ts";
import type { LogRecord } from "../../log/port.ts";
import { openEmbeddedConsumer } from "../../log/embedded/embedded_consumer.ts";
import { EmbeddedLog } from "../../log/embedded/embedded_log.ts";
import { Store } from "../../store/sqlite/write/store.ts";
import { EVENTS_TOPIC } from "../../log/topics.ts";

const HOUR_MS = 3_600_000, START_MS = Date.UTC(2026, 5, 1);
/** Hours by the clock at each append: it goes back, and the log is opened anew after each of them. */
const CLOCK = [0, 5, -30, 4, -1, 6, -100, 7];

function view(at: number) {
  const row = {
    ...{ user_id: "ann", show_name: "Dark", watch_duration_minutes: 40 },
    // In the future by the clock that went back, not by the time of what came before it.
    watch_date: new Date(START_MS + at * 60_000),
  };
  return { key: "ann", value: new TextEncoder().encode(JSON.stringify(row)) };
}

Deno.test("a clock that goes back changes no order, offset or commit, and lets nothing go too early", async () => {
  const folder = await Deno.makeTempDir(), root = `${folder}/log`;
  const store = Store.open(`${folder}/store.db`, { thresholds: DEFAULT_THRESHOLDS, catalog: null });
  const read: LogRecord[] = [], commits: number[] = [];
  try {
    for (const [at, hours] of CLOCK.entries()) {
      const nowMs = () => START_MS + hours * HOUR_MS;
      const log = await EmbeddedLog.open(root, { nowMs });
      await log.createTopic(EVENTS_TOPIC, { partitions: 1 });
      const [range] = await log.append(EVENTS_TOPIC, [view(at)]);
      assert.equal(range!.baseOffset, at);
      const covered = [{ topic: EVENTS_TOPIC, partition: 0, nextOffset: at + 1 }];
      assert.equal(await log.retain(covered, 200 * HOUR_MS), 0); // nothing is so old by any clock
      const consumer = await openEmbeddedConsumer(root, {
        ...{ name: "playhead", topics: [EVENTS_TOPIC], lookEveryMs: 1 },
        positionOf: (topic, partition) => store.positionOf(topic, partition),
      });
      const batches = await consumer.poll(100, AbortSignal.timeout(5_000));
      read.push(...batches.flatMap(({ records }) => records));
      const { seq, ledger } = store.apply(batches);
      commits.push(seq);
      assert.deepEqual([ledger.accepted, ledger.quarantined], [at + 1, 0]);
      await consumer.close();
      await log.close();
    }
    assert.deepEqual(read.map(({ offset }) => offset), CLOCK.map((_, at) => at));
    const times = read.map(({ ingestTimeMs }) => (ingestTimeMs - START_MS) / HOUR_MS);
    assert.deepEqual(times, [0, 5, 5, 5, 5, 6, 6, 7]); // it stands while the clock catches up
    assert.deepEqual(commits, CLOCK.map((_, at) => commits[0]! + at));
  } finally {
    store.close();
    await Deno.remove(folder, { recursive: true });
  }
});
