// A store in memory: the core over plain rows, so that tests hold it and its adapters to the same laws.

import assert from "node:assert/strict";
import type { LogBatch } from "../../log/port.ts";
import type { Applied } from "../../store/core/applied.ts";
import { applyBatches } from "../../store/core/apply_batches.ts";
import { deriveViews } from "../../store/core/derive_views.ts";
import { ThresholdsByTime } from "../../store/core/earliest_dates.ts";
import { introduceShows } from "../../store/core/introduce_shows.ts";
import { readBatch } from "../../store/core/read_batch.ts";
import { catalogByShow } from "../../domain/store_catalog.ts";
import { runSteps } from "../../store/core/store_tables.ts";
import { StoreTotals } from "../../store/core/store_totals.ts";
import { tellCommit } from "../../store/core/tell_commit.ts";
import type { StoreSettings } from "../../store/sqlite/write/store_settings.ts";
import { emptyRows, MemoryTables } from "./memory_tables.ts";

/** Applies batches to rows in memory. */
export class MemoryStore {
  readonly #tables = new MemoryTables();
  #settings: StoreSettings;
  #totals = new StoreTotals();
  #seq = 0;

  constructor(settings: StoreSettings) {
    this.#settings = settings;
  }

  get tables(): MemoryTables {
    return this.#tables;
  }

  get settings(): StoreSettings {
    return this.#settings;
  }

  /** Applies batches in one transaction. */
  apply(batches: readonly LogBatch[]): Applied {
    const { thresholds, catalog } = this.#settings;
    const read = batches.map((batch) => readBatch(batch, new ThresholdsByTime(thresholds)));
    const applying = { thresholds, names: this.#tables, catalog: catalogByShow(catalog) };
    const before = structuredClone(this.#tables.rows);
    try {
      const committed = runSteps(applyBatches(read, applying), this.#tables);
      return tellCommit(committed, { seq: ++this.#seq, totals: this.#totals, names: this.#tables });
    } catch (error) {
      this.#tables.rows = before;
      throw error;
    }
  }

  /** Derives all views anew with other settings; what was read and counted stays. */
  rederive(settings: StoreSettings): void {
    this.#settings = settings;
    const { thresholds, catalog } = settings, old = this.#tables.rows, fresh = emptyRows();
    const { texts, shadows, ledger, reasons, quarantine, lastRow, early } = old;
    const { imports, removals, positions, moved } = old;
    this.#tables.rows = {
      ...{ ...fresh, texts, shadows, ledger, reasons, quarantine, lastRow, early },
      ...{ imports, removals, positions, moved },
    };
    const ids = [...texts.shows.keys()], numbered = { ids, made: new Set(ids) };
    runSteps(
      introduceShows([...texts.shows.values()], numbered, catalogByShow(catalog)),
      this.#tables,
    );
    const users = [...Map.groupBy(old.views, ({ userId }) => userId)].map(([userId, views]) => ({
      ...{ userId, isNew: true, views: views.map(({ placed }) => placed.view) },
    }));
    runSteps(deriveViews(users, { thresholds, names: this.#tables }), this.#tables);
    assert.equal(this.#tables.rows.views.length, old.views.length);
  }
}
