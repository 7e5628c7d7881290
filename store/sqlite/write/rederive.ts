// Derives a store again from what it was told, with other settings: other thresholds or another catalog.

import { makeOwnFile } from "../../../lake/disk/own_file.ts";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { columnsOf, splitLedger } from "./older_tables.ts";
import { lockStore } from "./store_lock.ts";
import { readText } from "../../core/stored_text.ts";
import { readMeta, settle, type StoreSettings } from "./store_settings.ts";
import { deriveViews } from "../../core/derive_views.ts";
import { introduceShows } from "../../core/introduce_shows.ts";
import { catalogByShow } from "../../../domain/store_catalog.ts";
import { runSteps } from "../../core/store_tables.ts";
import type { FreshViews } from "../../core/drop_duplicates.ts";
import { SqliteTables } from "./sqlite_tables.ts";
import { readUserViews } from "./view_rows.ts";

/** Copied as they are: what was read and where it was counted does not depend on the settings. */
const KEPT = [
  ...["positions", "sources", "labels", "ledger", "reasons", "quarantine", "early_repairs", "runs"],
  ...["shadowed", "removals", "imports", "missing"],
];
/** Views whose sums are gathered before they are written. */
const FLUSH_VIEWS = 50_000;
/** Whoever derives again tries again later, so that a long export does not keep a thread waiting. */
const READERS_WAIT_MS = 1_000;

/** A reader holds on to an older state of the store. It passes; SQLite's own code says so. */
export class StoreBusyError extends Error {
  override readonly name = "StoreBusyError";
  readonly errcode = 5;

  constructor(path: string) {
    super(
      `Cannot derive ${path} again as nobody must be reading an older state of it: ` +
        `current value is at least one reader`,
    );
  }
}

/**
 * Builds a new store file at `to` from the one at `from`; nobody may have `from` open for writing. The
 * caller gives the new file the old one's name; until then a crash leaves the old one as it is.
 *
 * @throws {import("../../errors.ts").StoreLockedError} somebody writes to it
 * @throws {StoreBusyError} somebody has read it for long; nothing has changed
 */
export function rederive(from: string, to: string, settings: StoreSettings): void {
  const release = lockStore(from);
  try {
    checkpoint(from);
    const old = new DatabaseSync(from, { readOnly: true });
    makeOwnFile(to);
    const db = new DatabaseSync(to);
    try {
      // The file is worth nothing until it is whole, and then it is synced once.
      db.exec(`PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -262144`);
      settle(db, settings);
      copy(old, db, settings);
    } finally {
      db.close();
      old.close();
    }
    using file = Deno.openSync(to, { read: true, write: true });
    file.syncSync();
  } finally {
    release();
  }
}

/**
 * Moves the old file's write-ahead log into it, so that the file alone is the store: before the new file
 * takes its place the log goes, and a crash in between must lose nothing.
 *
 * @throws {StoreBusyError} somebody has read one state of it for longer than is waited for
 */
function checkpoint(path: string): void {
  const db = new DatabaseSync(path);
  try {
    db.exec(`PRAGMA busy_timeout = ${READERS_WAIT_MS}`);
    const { busy } = db.prepare(`PRAGMA wal_checkpoint(FULL)`).get() as { busy: number };
    if (busy !== 0) throw new StoreBusyError(path);
  } finally {
    db.close();
  }
}

function copy(old: DatabaseSync, db: DatabaseSync, settings: StoreSettings): void {
  db.exec("BEGIN");
  for (const table of KEPT) {
    if (hasTable(old, table)) copyRows(old, db, { table, columns: columnsOf(old, table) });
  }
  for (const table of ["users", "shows"]) copyRows(old, db, { table, columns: "id, name" });
  splitLedger(old, db);
  const seq = Number(readMeta(old).get("seq")) + 1;
  db.prepare(`UPDATE meta SET value = ? WHERE key = 'seq'`).run(String(seq));
  const logId = readMeta(old).get("log_id");
  if (logId !== undefined) db.prepare(`INSERT INTO meta VALUES ('log_id', ?)`).run(logId);
  derive(old, new SqliteTables(db, settings.thresholds), settings);
  db.exec("COMMIT");
}

function derive(
  old: DatabaseSync,
  tables: SqliteTables,
  { thresholds, catalog }: StoreSettings,
): void {
  const shows = old.prepare(`SELECT id, name FROM shows`).all() as { id: number; name: string }[];
  const names = shows.map(({ name }) => readText(name)), ids = shows.map(({ id }) => id);
  const numbered = { ids, made: new Set(ids) };
  runSteps(introduceShows(names, numbered, catalogByShow(catalog)), tables);
  const placing = { thresholds, names: tables.names };
  let users: FreshViews[] = [], open = 0;
  const flush = () => {
    runSteps(deriveViews(users, placing), tables);
    users = [];
    open = 0;
  };
  for (const { userId, views } of readUserViews(old)) {
    users.push({ userId, isNew: true, views });
    open += views.length;
    if (open >= FLUSH_VIEWS) flush();
  }
  flush();
}

function hasTable(db: DatabaseSync, table: string): boolean {
  return db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = ?`).get(table) !== undefined;
}

/** Row by row: a worker with few permissions may not attach one file to the other. */
function copyRows(
  old: DatabaseSync,
  db: DatabaseSync,
  { table, columns }: { readonly table: string; readonly columns: string },
): void {
  let insert: StatementSync | null = null;
  for (const row of old.prepare(`SELECT ${columns} FROM ${table}`).iterate()) {
    const names = Object.keys(row).map((name) => `"${name}"`);
    insert ??= db.prepare(
      `INSERT INTO ${table}(${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`,
    );
    insert.run(...Object.values(row));
  }
}
