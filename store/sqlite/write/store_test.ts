// The store over a few records: what it keeps, and what comes back twice.

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { DEFAULT_THRESHOLDS } from "../../../domain/scoring.ts";
import type { LogBatch, LogRecord } from "../../../log/port.ts";
import { EVENTS_TOPIC } from "../../../log/topics.ts";
import { quarantineKey } from "../../core/quarantine_book.ts";
import { rederive, StoreBusyError } from "./rederive.ts";
import { Store, StoreSettingsError } from "./store.ts";
import { EMPTY_LABEL, NO_LABEL } from "../../core/stored_view.ts";
import { StoreLockedError } from "../../errors.ts";

const SETTINGS = { thresholds: DEFAULT_THRESHOLDS, catalog: null };
const INGEST_MS = Date.UTC(2026, 0, 10);

interface Given {
  readonly row: Readonly<Record<string, unknown>> | string;
  readonly headers?: Readonly<Record<string, string>>;
}

function record({ row, headers = {} }: Given, offset: number): LogRecord {
  const text = typeof row === "string" ? row : JSON.stringify(row);
  const value = new TextEncoder().encode(text);
  return { offset, key: "", value, headers, ingestTimeMs: INGEST_MS };
}

function batch(given: readonly Given[], from = 0): LogBatch[] {
  const nextOffset = from + given.length;
  return [{
    ...{ topic: EVENTS_TOPIC, partition: 0, nextOffset, endOffset: nextOffset },
    records: given.map((one, i) => record(one, from + i)),
  }];
}

function view(user: string, at: string, more: Record<string, unknown> = {}): Given {
  const row = { user_id: user, show_name: "Dark", watch_duration_minutes: 40, watch_date: at };
  return { row: { ...row, ...more } };
}

function temporaryStore() {
  const folder = Deno.makeTempDirSync(), path = `${folder}/store.db`;
  return { path, [Symbol.dispose]: () => Deno.removeSync(folder, { recursive: true }) };
}

function rowsOf(path: string, sql: string): unknown[] {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    return db.prepare(sql).all().map((row) => ({ ...row }));
  } finally {
    db.close();
  }
}

Deno.test("Store.apply() counts each record once, whatever comes again", () => {
  using at = temporaryStore();
  const store = Store.open(at.path, SETTINGS);
  const given = [
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
  assert.equal(store.positionOf(EVENTS_TOPIC, 0), 4);
  assert.equal(store.apply(batch(given)).read, 0);
  store.close();
  const again = Store.open(at.path, SETTINGS);
  assert.deepEqual(again.apply(batch(given)).totals, applied.totals);
  again.close();
});

Deno.test("Store.apply() moves a repaired row from quarantined to accepted, once, in any order", () => {
  const bad = view("u2", "2026-01-01T10:00:00Z", { watch_duration_minutes: "long" });
  const raw = JSON.stringify(bad.row);
  const source = `${EVENTS_TOPIC}/0`;
  const rowAt = (offset: number) => quarantineKey({ source, line: 1, offset, reasons: [], raw });
  const repair = (offset: number) => ({
    ...view("u2", "2026-01-01T10:00:00Z"),
    headers: { source: "replay", "quarantine-key": rowAt(offset) },
  });
  for (const given of [[bad, repair(0), repair(0)], [repair(2), repair(2), bad]]) {
    using at = temporaryStore();
    const store = Store.open(at.path, SETTINGS);
    const applied = store.apply(batch(given));
    assert.deepEqual(applied.ledger, {
      ...{ read: 1, accepted: 1, duplicate: 0, quarantined: 0, excluded: 0 },
    });
    store.close();
    const [row] = rowsOf(at.path, "SELECT status, replayed_as FROM quarantine");
    const offset = given[0] === bad ? 1 : 0;
    assert.deepEqual(row, { status: "replayed", replayed_as: `${EVENTS_TOPIC}/0@${offset}` });
  }
});

Deno.test("Store.open() refuses a second writer and other settings; rederive() makes it anew", () => {
  using at = temporaryStore();
  const store = Store.open(at.path, SETTINGS);
  assert.throws(() => Store.open(at.path, SETTINGS), StoreLockedError);
  store.apply(batch([view("u1", "2026-01-01T10:00:00Z"), view("u1", "2026-01-01T11:00:00Z")]));
  store.close();
  const shows = [{ show_name: "Dark", runtime_minutes: 80, inferred: false, genre: "Drama" }];
  const settings = { ...SETTINGS, catalog: { version: "2", shows } };
  assert.throws(() => Store.open(at.path, settings), StoreSettingsError);
  rederive(at.path, `${at.path}.new`, settings);
  Deno.renameSync(`${at.path}.new`, at.path);
  const derived = Store.open(at.path, settings);
  const applied = derived.apply(batch([view("u1", "2026-01-01T10:00:00Z")], 2));
  assert.equal(applied.ledger.duplicate, 1);
  assert.equal(applied.totals.qualified_views, 2);
  derived.close();
  const [cell] = rowsOf(at.path, "SELECT rated, completion_units FROM cells WHERE level = 4");
  assert.deepEqual(cell, { rated: 2, completion_units: 1e11 });
});

Deno.test("rederive() waits for readers of older states: the old file alone must be the whole store", () => {
  using at = temporaryStore();
  const store = Store.open(at.path, SETTINGS);
  const reader = new DatabaseSync(at.path, { readOnly: true });
  reader.exec("BEGIN; SELECT * FROM meta");
  store.apply(batch([view("u1", "2026-01-01T10:00:00Z")]));
  store.close();
  assert.throws(() => rederive(at.path, `${at.path}.new`, SETTINGS), StoreBusyError);
  reader.exec("COMMIT; BEGIN; SELECT * FROM meta"); // the newest state keeps nobody waiting
  rederive(at.path, `${at.path}.new`, SETTINGS);
  Deno.copyFileSync(at.path, `${at.path}.alone`); // a crash after its log went
  assert.deepEqual(rowsOf(`${at.path}.alone`, "SELECT name FROM users"), [{ name: "u1" }]);
  reader.close();
});

Deno.test("Store.open() waits for readers that open and close the file", async () => {
  using at = temporaryStore();
  Store.open(at.path, SETTINGS).close();
  const source = `
    import { DatabaseSync } from "node:sqlite";
    const hold = new DatabaseSync(${JSON.stringify(at.path)});
    hold.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; UPDATE meta SET value = value");
    console.log("held");
    await new Promise((resolve) => setTimeout(resolve, 300));
    hold.close();`;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["eval", "--no-lock", source],
    stdout: "piped",
  }).spawn();
  const told = child.stdout[Symbol.asyncIterator]();
  await told.next();
  Store.open(at.path, SETTINGS).close();
  while (!(await told.next()).done);
  assert.equal((await child.status).code, 0);
});

Deno.test("Store.apply() tells who was watching, not whose views of earlier days came", () => {
  using at = temporaryStore();
  const store = Store.open(at.path, SETTINGS);
  const startedAt = (minutesAgo: number) => new Date(INGEST_MS - minutesAgo * 60_000).toISOString();
  const applied = store.apply(batch([
    view("ended a day ago", startedAt(24 * 60)),
    view("ended 6 minutes ago", startedAt(46)),
    view("ended 5 minutes ago", startedAt(45)),
    view("goes on", startedAt(1)),
  ]));
  assert.deepEqual(applied.users, ["ended 5 minutes ago", "goes on"]);
  store.close();
});

Deno.test("Store.apply() keeps an empty episode before a missing one, in whatever order they come", () => {
  const at = "2026-01-01T10:00:00Z";
  const missing = view("u1", at), empty = view("u1", at, { episode: null });
  for (const given of [[missing, empty], [empty, missing]]) {
    for (const more of [{}, { event_id: "a" }]) {
      using one = temporaryStore(), other = temporaryStore();
      const rows = given.map(({ row }) => ({ row: { ...row as object, ...more } }));
      const together = Store.open(one.path, SETTINGS), apart = Store.open(other.path, SETTINGS);
      together.apply(batch(rows));
      rows.forEach((row, offset) => apart.apply(batch([row], offset)));
      for (const store of [together, apart]) store.close();
      for (const { path } of [one, other]) {
        assert.deepEqual(rowsOf(path, "SELECT episode_id FROM views"), [{
          episode_id: EMPTY_LABEL,
        }]);
        assert.deepEqual(rowsOf(path, "SELECT accepted, duplicate FROM ledger"), [
          { accepted: 1, duplicate: 1 },
        ]);
      }
    }
  }
});

Deno.test("Store.apply() counts a film in pieces as one episode, views without one each as one", () => {
  using at = temporaryStore();
  const store = Store.open(at.path, SETTINGS), hours = ["10:00", "10:45", "11:30"];
  const views = (user: string, more: Record<string, unknown>) =>
    hours.map((hour) => view(user, `2026-01-01T${hour}:00Z`, more));
  store.apply(batch([...views("film", { episode: "" }), ...views("plain", {})]));
  store.close();
  assert.deepEqual(rowsOf(at.path, "SELECT DISTINCT user_id, episode_id, episodes FROM views"), [
    { user_id: 1, episode_id: EMPTY_LABEL, episodes: 1 },
    { user_id: 2, episode_id: NO_LABEL, episodes: 3 },
  ]);
});
