// Tests that history is replayed in a copy that comes to the same figures, and that the store is not touched.

import assert from "node:assert/strict";
import { NO_DIMENSIONS } from "../../../domain/columns.ts";
import { join } from "node:path";
import { DEFAULT_THRESHOLDS } from "../../../domain/scoring.ts";
import { openLog } from "../../../log/open_log.ts";
import { eventRecord } from "../../../stream/publish/event_record.ts";
import { startConsumer } from "../../../stream/start_consumer.ts";
import { openQueries } from "../../../store/sqlite/queries.ts";
import { answerLater } from "../../../store/sqlite/readers/answer_later.ts";
import { createTopics, EVENTS_TOPIC } from "../../../log/topics.ts";
import { Telemetry } from "../../../telemetry/telemetry.ts";
import { TimeMachine } from "./time_machine.ts";

const START_MS = Date.UTC(2026, 0, 1), HOUR_MS = 3_600_000, VIEWS = 3_000;

/** A store with views, one each 20 minutes or so; some of one instant. */
async function makeStore(dataPath: string): Promise<void> {
  const log = await openLog({ kind: "embedded", dataPath });
  await createTopics(log.admin, 2);
  const consumer = startConsumer({
    ...{ log: { kind: "embedded", dataPath }, dataPath, thresholds: DEFAULT_THRESHOLDS },
    producer: log.producer,
  });
  const records = Array.from({ length: VIEWS }, (_, i) =>
    eventRecord({
      ...NO_DIMENSIONS,
      ...{ userId: `u${i % 37}`, showName: `s${i % 5}`, watchMinutes: 1 + i % 60 },
      startMs: START_MS + Math.floor(i / 3) * HOUR_MS,
      ...{ eventId: `e${i}`, episode: i % 2 === 0 ? `E${i % 9}` : null, device: "TV" },
      country: "DE",
    }, "test"));
  await log.producer.append(EVENTS_TOPIC, records);
  await until(() =>
    [0, 1].reduce((sum, at) => sum + (consumer.positionOf(EVENTS_TOPIC, at) ?? 0), 0) === VIEWS
  );
  await consumer.stop();
  await log.close();
}

Deno.test("TimeMachine replays history in a copy, goes back, and leaves nothing behind", async () => {
  const dataPath = await Deno.makeTempDir({ prefix: "playhead-time-machine-" });
  await makeStore(dataPath);
  using queries = openQueries(join(dataPath, "store.db"));
  const later = answerLater(() => queries, null);
  const before = queries.overview({ from: null, to: null }), seq = queries.seq();
  // What a crash left behind goes.
  await Deno.mkdir(join(dataPath, "time-machine", "1"), { recursive: true });
  await Deno.writeTextFile(join(dataPath, "time-machine", "1", "store.db"), "torn");
  const machine = new TimeMachine({
    ...{ dataPath, thresholds: DEFAULT_THRESHOLDS, telemetry: new Telemetry(() => {}) },
    ...{ queries: () => later, unwatchedMs: 60_000 },
  });
  const totals = () => {
    const messages: string[] = [];
    machine.hub!.join({
      send: (text) => messages.push(text),
      waitingBytes: () => 0,
      close: () => {},
    }, null)();
    return JSON.parse(messages[0]!).totals;
  };
  try {
    assert.equal(machine.state().running, false);
    await machine.start({ from: null, to: null, speed: 1 });
    await assert.rejects(machine.start({ from: null, to: null, speed: 1 }), /one already/);

    // Half of it, at once.
    machine.change({ at: START_MS + 500 * HOUR_MS, speed: null, playing: false });
    await until(() => machine.state().sent === 1_500 && machine.state().pending === 0);
    await until(() => totals().accepted_views === 1_500);
    const half = queries.overview({ from: null, to: START_MS + 500 * HOUR_MS });
    assert.equal(totals().binge_views, half.binge_views);
    assert.equal(totals().watch_hours, half.watch_hours);

    // All of it, at its pace: then the copy says what the store says.
    machine.change({ at: START_MS + 998 * HOUR_MS, speed: 10_000, playing: true });
    await until(() => machine.state().sent === VIEWS && machine.state().pending === 0);
    await until(() => totals().accepted_views === VIEWS);
    const { qualified_views, watch_hours, users, shows, binge_views } = before;
    assert.deepEqual(totals(), {
      ...{ qualified_views, watch_hours, users, shows, binge_views },
      accepted_views: before.accepted_views,
    });

    // Back to the first day: in another copy.
    machine.change({ at: START_MS + 24 * HOUR_MS, speed: null, playing: false });
    await until(() => machine.state().sent === 72 && machine.state().pending === 0);
    await until(() => totals().accepted_views === 72);

    assert.equal(queries.seq(), seq);
    assert.deepEqual(queries.overview({ from: null, to: null }), before);
    await machine.end();
    assert.equal(machine.state().running, false);
    assert.deepEqual([...Deno.readDirSync(join(dataPath, "time-machine"))], []);
  } finally {
    await machine.close();
    await Deno.remove(dataPath, { recursive: true });
  }
});

Deno.test("TimeMachine ends a replay that nobody looks at, and refuses a period without views", async () => {
  const dataPath = await Deno.makeTempDir({ prefix: "playhead-time-machine-" });
  await makeStore(dataPath);
  using queries = openQueries(join(dataPath, "store.db"));
  const later = answerLater(() => queries, null);
  const machine = new TimeMachine({
    ...{ dataPath, thresholds: DEFAULT_THRESHOLDS, telemetry: new Telemetry(() => {}) },
    ...{ queries: () => later, unwatchedMs: 100 },
  });
  try {
    const none = { from: START_MS - HOUR_MS, to: START_MS, speed: 1 };
    await assert.rejects(machine.start(none), /no views/);
    await machine.start({ from: null, to: null, speed: 1 });
    await until(() => !machine.state().running);
    assert.throws(() => machine.change({ at: null, speed: 2, playing: null }), /there is none/);
  } finally {
    await machine.close();
    await Deno.remove(dataPath, { recursive: true });
  }
});

async function until(holds: () => boolean): Promise<void> {
  const deadlineMs = performance.now() + 30_000;
  while (!holds()) {
    assert.ok(performance.now() < deadlineMs, "it does not come");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
