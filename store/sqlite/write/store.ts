// The store: what was watched, in one SQLite file, with the log's positions in the same transactions.

import { makeOwnFile } from "../../../lake/disk/own_file.ts";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { RunReport } from "../../../domain/report.ts";
import type { LogBatch } from "../../../log/port.ts";
import type { Applied } from "../../core/applied.ts";
import { applyBatches, type Applying } from "../../core/apply_batches.ts";
import { ThresholdsByTime } from "../../core/earliest_dates.ts";
import { type ReadBatch, readBatch } from "../../core/read_batch.ts";
import { catalogByShow } from "../../../domain/store_catalog.ts";
import { runSteps } from "../../core/store_tables.ts";
import { SqliteTables } from "./sqlite_tables.ts";
import { lockStore } from "./store_lock.ts";
import { readMeta, settle, type StoreSettings } from "./store_settings.ts";
import { StoreTotals } from "../../core/store_totals.ts";
import { tellCommit } from "../../core/tell_commit.ts";
import { readTotals } from "./read_totals.ts";
import type { MissingOffsets, StorePosition, StoreWriter } from "../../port.ts";

export { type StoreSettings, StoreSettingsError } from "./store_settings.ts";

/**
 * Every commit is on disk before it is told; readers go on while it is made. The wait for locks comes
 * first: a reader that opens or closes the file holds one for a moment, when the journal is asked for too.
 */
const PRAGMAS = `
PRAGMA busy_timeout = 5000;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA cache_size = -131072;
PRAGMA temp_store = MEMORY;
`;

/**
 * The only writer of a store's file. Whatever the order, the batches and the crashes in which records
 * arrive, the rows and sums come to be those of the batch pipeline over the same rows.
 */
export class Store implements StoreWriter {
  readonly #db: DatabaseSync;
  readonly #release: () => void;
  readonly #thresholds: ThresholdsByTime;
  readonly #tables: SqliteTables;
  readonly #applying: Applying;
  /** Null after a failure: it may have come after the commit, so they are read again. */
  #totals: StoreTotals | null = null;
  readonly #setMeta: StatementSync;
  readonly #putRun: StatementSync;
  #seq = 0;

  private constructor(db: DatabaseSync, release: () => void, settings: StoreSettings) {
    this.#db = db;
    this.#release = release;
    const { thresholds, catalog } = settings;
    this.#thresholds = new ThresholdsByTime(thresholds);
    const tables = this.#tables = new SqliteTables(db, thresholds);
    this.#applying = { thresholds, names: tables.names, catalog: catalogByShow(catalog) };
    this.#setMeta = db.prepare(
      `INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value`,
    );
    this.#putRun = db.prepare(`INSERT OR REPLACE INTO runs VALUES (?, ?, ?)`);
  }

  /**
   * Opens a store for writing, or makes it.
   *
   * @throws {import("../../errors.ts").StoreLockedError} another process, or this one, writes to it
   * @throws {import("./store_settings.ts").StoreSettingsError} it was derived with other settings
   */
  static open(path: string, settings: StoreSettings): Store {
    const release = lockStore(path);
    let db: DatabaseSync | null = null;
    try {
      makeOwnFile(path);
      db = new DatabaseSync(path);
      db.exec(PRAGMAS);
      settle(db, settings);
      return new Store(db, release, settings);
    } catch (error) {
      db?.close();
      release();
      throw error;
    }
  }

  /** Where a partition goes on; null when nothing of it was read. */
  positionOf(topic: string, partition: number): number | null {
    return this.#tables.log.positionOf({ topic, partition });
  }

  /** Where each partition goes on that something was read of. */
  positions(): readonly StorePosition[] {
    return this.#tables.log.positions();
  }

  /**
   * Applies batches in one transaction: views, sums, ledger, quarantine and positions. Records before a
   * partition's position are skipped, so a batch may come twice.
   *
   * @throws what SQLite throws when the disk fails; nothing has changed then
   */
  applyRead(batches: readonly ReadBatch[]): Applied {
    const totals = this.#readTotals();
    const committed = this.#transact(() =>
      runSteps(applyBatches(batches, this.#applying), this.#tables)
    );
    return tellCommit(committed, { seq: this.#seq, totals, names: this.#tables.names });
  }

  /** Reads batches of the log here and applies them; see {@link applyRead}. */
  apply(batches: readonly LogBatch[]): Applied {
    return this.applyRead(batches.map((batch) => readBatch(batch, this.#thresholds)));
  }

  /** Goes on behind offsets that the log has no more, and notes them as missing. */
  skipMissing(missing: MissingOffsets, atMs: number): void {
    this.#readTotals();
    this.#transact(() => this.#tables.log.skip(missing, atMs));
  }

  /** Forgets where the log was read to: all of the log is read again, and what is known counts as duplicates. */
  acceptLog(): void {
    this.#readTotals();
    this.#transact(() =>
      this.#db.exec("DELETE FROM positions; DELETE FROM meta WHERE key = 'log_id'")
    );
  }

  /** Whether the log with this identity is the store's own; a store that has read none yet takes it for its own. */
  bindLog(id: string): boolean {
    const own = readMeta(this.#db).get("log_id");
    if (own === id) return true;
    if (own !== undefined && this.positions().length > 0) return false;
    this.#readTotals();
    this.#transact(() => this.#setMeta.run("log_id", id));
    return true;
  }

  /** Keeps the report of an ETL run; a run that is there already is replaced. */
  recordRun(report: RunReport): void {
    this.#readTotals(); // with them, the number of commits
    this.#transact(() =>
      this.#putRun.run(report.run_id, report.started_at, JSON.stringify(report))
    );
  }

  close(): void {
    this.#db.close();
    this.#release();
  }

  #transact<T>(write: () => T): T {
    this.#db.exec("BEGIN IMMEDIATE");
    try {
      const value = write();
      this.#setMeta.run("seq", String(this.#seq + 1));
      this.#db.exec("COMMIT");
      this.#seq++;
      return value;
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec("ROLLBACK");
      this.#tables.forget();
      this.#totals = null;
      throw error;
    }
  }

  #readTotals(): StoreTotals {
    if (this.#totals !== null) return this.#totals;
    this.#seq = Number(readMeta(this.#db).get("seq"));
    this.#totals = new StoreTotals();
    this.#totals.add(readTotals(this.#db));
    return this.#totals;
  }
}
