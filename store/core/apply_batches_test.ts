// What a batch comes to, in a store of any kind.

import assert from "node:assert/strict";
import { DEFAULT_THRESHOLDS } from "../../domain/scoring.ts";
import { EVENTS_TOPIC } from "../../log/topics.ts";
import { batch, INGEST_MS, view } from "../../tests/stores/given_records.ts";
import { MemoryTables } from "../../tests/stores/memory_tables.ts";
import { STORE_KINDS, type TrialStore } from "../../tests/stores/trial_store.ts";
import { applyBatches } from "./apply_batches.ts";
import { ThresholdsByTime } from "./earliest_dates.ts";
import { quarantineKey } from "./quarantine_book.ts";
import { readBatch } from "./read_batch.ts";

const SETTINGS = { thresholds: DEFAULT_THRESHOLDS, catalog: null };

/** Tests every kind of store; `open` gives a new one, which goes with the test. */
function test(name: string, check: (open: () => TrialStore) => void): void {
  for (const kind of STORE_KINDS) {
    Deno.test(`a store in ${kind.name} ${name}`, () => {
      using opened = new DisposableStack();
      check(() => opened.use(kind.open(SETTINGS)));
    });
  }
}

test("counts each record once, whatever comes again", (open) => {
  const store = open(),
    given = [
      view("u1", "2026-01-01T10:00:00Z", { event_id: "a" }),
      view("u1", "2026-01-01T10:00:00Z", { event_id: "a", watch_duration_minutes: 50 }),
      view("u2", "2026-01-01T10:00:00Z"),
      view("u2", "2026-01-01T10:00:00Z", { watch_duration_minutes: "long" }),
    ];
  store.apply(batch(given.slice(0, 1)));
  const applied = store.apply(batch(given));
  assert.deepEqual(applied.ledger, {
    ...{ read: 4, accepted: 2, duplicate: 1, quarantined: 1, excluded: 0 },
  });
  assert.equal(applied.read, 3);
  assert.deepEqual(applied.users, [], "they watched ten days before");
  assert.equal(applied.totals.watch_minutes, 90);
  assert.equal(applied.latest.length, 2);
  assert.equal(store.apply(batch(given)).read, 0);
  store.reopen();
  assert.deepEqual(store.apply(batch(given)).totals, applied.totals);
});

test("moves a repaired row from quarantined to accepted, once, in any order", (open) => {
  const bad = view("u2", "2026-01-01T10:00:00Z", { watch_duration_minutes: "long" });
  const raw = JSON.stringify(bad.row), source = `${EVENTS_TOPIC}/0`;
  const rowAt = (offset: number) => quarantineKey({ source, line: 1, offset, reasons: [], raw });
  const repair = (offset: number) => ({
    ...view("u2", "2026-01-01T10:00:00Z"),
    headers: { source: "replay", "quarantine-key": rowAt(offset) },
  });
  for (const given of [[bad, repair(0), repair(0)], [repair(2), repair(2), bad]]) {
    const store = open(), applied = store.apply(batch(given));
    assert.deepEqual(applied.ledger, {
      ...{ read: 1, accepted: 1, duplicate: 0, quarantined: 0, excluded: 0 },
    });
    const at = given[0] === bad ? 1 : 0, key = rowAt(given.indexOf(bad));
    assert.deepEqual(store.content().records.quarantine, [
      JSON.stringify([key, "replayed", `${EVENTS_TOPIC}/0@${at}`]),
    ]);
  }
});

test("tells who was watching, not whose views of earlier days came", (open) => {
  const startedAt = (minutesAgo: number) => new Date(INGEST_MS - minutesAgo * 60_000).toISOString();
  const applied = open().apply(batch([
    view("ended a day ago", startedAt(24 * 60)),
    view("ended 6 minutes ago", startedAt(46)),
    view("ended 5 minutes ago", startedAt(45)),
    view("goes on", startedAt(1)),
  ]));
  assert.deepEqual(applied.users.toSorted(), ["ended 5 minutes ago", "goes on"]);
});

test("keeps an empty episode before a missing one, in whatever order they come", (open) => {
  const at = "2026-01-01T10:00:00Z";
  const missing = view("u1", at), empty = view("u1", at, { episode: null });
  for (const given of [[missing, empty], [empty, missing]]) {
    for (const more of [{}, { event_id: "a" }]) {
      const rows = given.map(({ row }) => ({ row: { ...row as object, ...more } }));
      const together = open(), apart = open();
      together.apply(batch(rows));
      rows.forEach((row, offset) => apart.apply(batch([row], offset)));
      for (const store of [together, apart]) {
        const { rows, ledger } = store.content();
        assert.deepEqual(rows.map(({ episode }) => episode), [""]);
        assert.deepEqual([ledger.accepted, ledger.duplicate], [1, 1]);
      }
    }
  }
});

test("counts a film in pieces as one episode, views without one each as one", (open) => {
  const store = open(), hours = ["10:00", "10:45", "11:30"];
  const views = (user: string, more: Record<string, unknown>) =>
    hours.map((hour) => view(user, `2026-01-01T${hour}:00Z`, more));
  store.apply(batch([...views("film", { episode: "" }), ...views("plain", {})]));
  const { rows } = store.content(), { bingeEpisodes } = DEFAULT_THRESHOLDS;
  assert.equal(bingeEpisodes, hours.length);
  const told = rows.map(({ userId, episode, isBingeSession }) =>
    JSON.stringify([userId, episode, isBingeSession])
  );
  assert.deepEqual([...new Set(told)], ['["film","",false]', '["plain",null,true]']);
});

Deno.test("applyBatches() asks as often for two hundred users as for two", () => {
  const asked = [2, 200].map((users) => {
    const tables = new MemoryTables(), names: string[] = [];
    const applying = { thresholds: DEFAULT_THRESHOLDS, names: tables, catalog: new Map() };
    const views = Array.from({ length: users }, (_, user) => ({
      first: view(`u${user}`, "2026-01-01T10:00:00Z", { event_id: "a" }),
      better: view(`u${user}`, "2026-01-01T10:05:00Z", {
        event_id: "a",
        watch_duration_minutes: 50,
      }),
    }));
    for (const part of ["first", "better"] as const) {
      const from = part === "first" ? 0 : users;
      const batches = batch(views.map((view) => view[part]), from)
        .map((batch) => readBatch(batch, new ThresholdsByTime(DEFAULT_THRESHOLDS)));
      names.length = 0;
      const steps = applyBatches(batches, applying);
      for (let step = steps.next(); step.done !== true;) {
        const { name, ask } = step.value;
        names.push(name);
        step = steps.next(tables[name](ask as never));
      }
    }
    assert.equal(tables.rows.views.length, users);
    return names;
  });
  assert.deepEqual(asked[0], asked[1]);
  assert.ok(asked[0]!.includes("viewsByEvent") && asked[0]!.includes("remainsOf"));
});
