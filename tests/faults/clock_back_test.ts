// The wall clock jumps ahead and back, also between two runs: order, offsets, commits and retention stay right,
// and no record is noted at a time that is still to come once the clock is right again.

import assert from "node:assert/strict";
import { DEFAULT_THRESHOLDS } from "../../domain/scoring.ts";
import type { LogRecord } from "../../log/port.ts";
import { openEmbeddedConsumer } from "../../log/embedded/embedded_consumer.ts";
import { EmbeddedLog } from "../../log/embedded/embedded_log.ts";
import { openQueries } from "../../store/sqlite/queries.ts";
import { Store } from "../../store/sqlite/write/store.ts";
import { EVENTS_TOPIC } from "../../log/topics.ts";

const HOUR_MS = 3_600_000, START_MS = Date.UTC(2026, 5, 1);
/** Hours by the clock at each append: it goes back, and the log is opened anew after each of them. */
const CLOCK = [0, 5, -30, 4, -1, 6, -100, 7];

function view(dateMs: number) {
  const row = {
    ...{ user_id: "ann", show_name: "Dark", watch_duration_minutes: 40 },
    watch_date: new Date(dateMs),
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
      const [range] = await log.append(EVENTS_TOPIC, [view(nowMs())]);
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
    assert.deepEqual(times, CLOCK); // ingest time is the clock's
    assert.deepEqual(commits, CLOCK.map((_, at) => commits[0]! + at));
  } finally {
    store.close();
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("once a clock that was ahead is right again, ingest time, rules and windows are right too", async () => {
  const folder = await Deno.makeTempDir(), root = `${folder}/log`;
  const store = Store.open(`${folder}/store.db`, { thresholds: DEFAULT_THRESHOLDS, catalog: null });
  let clockMs = START_MS;
  try {
    const log = await EmbeddedLog.open(root, { nowMs: () => clockMs });
    await log.createTopic(EVENTS_TOPIC, { partitions: 1 });
    const consumer = await openEmbeddedConsumer(root, {
      ...{ name: "playhead", topics: [EVENTS_TOPIC], lookEveryMs: 1 },
      positionOf: (topic, partition) => store.positionOf(topic, partition),
    });
    const take = async (...dates: readonly number[]) => {
      await log.append(EVENTS_TOPIC, dates.map(view));
      return store.apply(await consumer.poll(100, AbortSignal.timeout(5_000)));
    };
    await take(START_MS);
    clockMs += 365 * 24 * HOUR_MS; // a year ahead
    await take(START_MS + 60_000);
    clockMs = START_MS + HOUR_MS; // right again
    const tomorrowMs = clockMs + 24 * HOUR_MS;
    const { ledger, ingestTimeMs } = await take(START_MS + 120_000, tomorrowMs);
    assert.equal(ingestTimeMs, clockMs);
    assert.deepEqual([ledger.accepted, ledger.quarantined], [3, 1]); // tomorrow's view is in the future
    using queries = openQueries(`${folder}/store.db`);
    const hours = queries.ingestWindows(0).map(({ start, ledger }) => [start, ledger.read]);
    assert.deepEqual(hours.slice(0, 2), [["2026-06-01T00:00:00.000Z", 1], [
      "2026-06-01T01:00:00.000Z",
      2,
    ]]);
    // A record of the year to come does not keep the log from being shortened.
    const covered = [{ topic: EVENTS_TOPIC, partition: 0, nextOffset: 4 }];
    assert.equal(await log.retain(covered, 2 * HOUR_MS), 0);
    clockMs += 3 * HOUR_MS;
    assert.equal(await log.retain(covered, 2 * HOUR_MS), 3);
    await consumer.close();
    await log.close();
  } finally {
    store.close();
    await Deno.remove(folder, { recursive: true });
  }
});
