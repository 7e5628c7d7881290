// The store over a few records: what it keeps, and what comes back twice.

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { DEFAULT_THRESHOLDS } from "../../../domain/scoring.ts";
import { batch, view } from "../../../tests/stores/given_records.ts";
import { rederive, StoreBusyError } from "./rederive.ts";
import { Store, StoreSettingsError } from "./store.ts";
import { StoreLockedError } from "../../errors.ts";

const SETTINGS = { thresholds: DEFAULT_THRESHOLDS, catalog: null };

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
