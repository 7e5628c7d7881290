// The store's tables in one SQLite file, as the core asks for them and writes them.

import type { DatabaseSync } from "node:sqlite";
import type { Thresholds } from "../../../domain/scoring.ts";
import type { StoreChanges } from "../../core/store_changes.ts";
import type { AskOf, StoreTables, Written } from "../../core/store_tables.ts";
import { IngestHours } from "./ingest_hours.ts";
import { LedgerTables } from "./ledger_tables.ts";
import { LogTables } from "./log_tables.ts";
import { QuarantineTables } from "./quarantine_tables.ts";
import { RetentionTable } from "./retention_table.ts";
import { RollupTables } from "./rollup_tables.ts";
import { ShadowedViews } from "./shadowed_views.ts";
import { ShowTables } from "./show_tables.ts";
import { TextTables } from "./text_tables.ts";
import { UserTables } from "./user_tables.ts";
import { ViewTable } from "./view_table.ts";

/** All tables that commits change, within the caller's transaction. */
export class SqliteTables implements StoreTables {
  readonly names: TextTables;
  readonly log: LogTables;
  readonly #shows: ShowTables;
  readonly #views: ViewTable;
  readonly #shadowed: ShadowedViews;
  readonly #users: UserTables;
  readonly #retention: RetentionTable;
  readonly #rollups: RollupTables;
  readonly #hours: IngestHours;
  readonly #ledger: LedgerTables;
  readonly #quarantine: QuarantineTables;

  constructor(db: DatabaseSync, { qualifiedMinutes }: Thresholds) {
    this.names = new TextTables(db);
    this.log = new LogTables(db);
    this.#shows = new ShowTables(db);
    this.#views = new ViewTable(db);
    this.#shadowed = new ShadowedViews(db);
    this.#users = new UserTables(db);
    this.#retention = new RetentionTable(db);
    this.#rollups = new RollupTables(db);
    this.#hours = new IngestHours(db, qualifiedMinutes);
    this.#ledger = new LedgerTables(db);
    this.#quarantine = new QuarantineTables(db);
  }

  positionsOf(parts: AskOf<"positionsOf">) {
    return parts.map((part) => this.log.positionOf(part));
  }

  idsOf(texts: AskOf<"idsOf">) {
    return this.names.idsOf(texts);
  }

  runtimesOf(shows: AskOf<"runtimesOf">) {
    return this.#shows.runtimesOf(shows);
  }

  viewsByEvent(asks: AskOf<"viewsByEvent">) {
    return asks.map((ask) => this.#views.byEvent(ask));
  }

  windowsOf({ windows, gapMs }: AskOf<"windowsOf">) {
    return windows.map((window) => this.#views.windowOf(window, gapMs));
  }

  shadowedBy(asks: AskOf<"shadowedBy">) {
    return asks.map((ask) => this.#shadowed.ofKey(ask));
  }

  statesOf(userIds: AskOf<"statesOf">) {
    return userIds.map((userId) => this.#users.stateOf(userId));
  }

  remainsOf({ users, qualifiedMinutes }: AskOf<"remainsOf">) {
    return users.map((user) => this.#users.remainsOf(user, qualifiedMinutes));
  }

  quarantined(ask: AskOf<"quarantined">) {
    return this.#quarantine.find(ask);
  }

  viewsOf({ part, after, limit }: AskOf<"viewsOf">) {
    return this.#views.ofPart(part, after, limit);
  }

  quarantineOf(part: AskOf<"quarantineOf">) {
    return this.#quarantine.ofPart(part);
  }

  ledgerOf(part: AskOf<"ledgerOf">) {
    return this.#ledger.ofPart(part);
  }

  write(changes: StoreChanges): Written {
    if (changes.facts !== undefined) this.#shows.write(changes.facts);
    if (changes.views !== undefined) this.#views.write(changes.views);
    if (changes.shadows !== undefined) this.#shadowed.write(changes.shadows);
    if (changes.forgetShadows !== undefined) this.#shadowed.dropPart(changes.forgetShadows);
    if (changes.users !== undefined) this.#users.write(changes.users);
    const shows = changes.shows === undefined ? 0 : this.#users.writeShows(changes.shows);
    if (changes.retention !== undefined) this.#retention.write(changes.retention);
    if (changes.rollups !== undefined) this.#rollups.write(changes.rollups);
    if (changes.hours !== undefined) this.#hours.write(changes.hours);
    if (changes.ledger !== undefined) this.#ledger.write(changes.ledger);
    if (changes.forgetLedger !== undefined) this.#ledger.dropPart(changes.forgetLedger);
    if (changes.quarantine !== undefined) this.#quarantine.write(changes.quarantine);
    if (changes.imports !== undefined) this.log.noteImports(changes.imports);
    if (changes.forgetImports !== undefined) this.log.forgetImports(changes.forgetImports);
    if (changes.removals !== undefined) this.log.noteRemovals(changes.removals);
    if (changes.positions !== undefined) this.log.move(changes.positions);
    if (changes.moved !== undefined && changes.moved > 0) this.log.addMoved(changes.moved);
    return { shows };
  }

  /** Takes back what a transaction that failed left in memory. */
  forget(): void {
    const kept = [this.names, this.#shows, this.#views, this.#users, this.#rollups];
    for (const cache of kept) cache.forget();
  }
}
