// The tables of the rollups: adds what was gathered to their rows.

import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Cell, CellSums } from "../../core/rollup_cells.ts";
import type { RollupChanges } from "../../core/rollup_changes.ts";
import { RowStatement } from "./row_statement.ts";

/** Histograms are of days only. */
const HISTOGRAM_LEVEL = 2;

/** The tables `cells` and `histograms`. */
export class RollupTables {
  readonly #upsertCell: RowStatement;
  readonly #touchCell: StatementSync;
  readonly #readSeq: StatementSync;
  readonly #dropCell: StatementSync;
  readonly #upsertBin: RowStatement;
  readonly #dropBin: StatementSync;

  constructor(db: DatabaseSync) {
    const sums = ["accepted", "qualified", "binge", "rated", "minute_units", "completion_units"]
      .concat("engagement_units").map((name) => `${name} = ${name} + excluded.${name}`);
    this.#upsertCell = new RowStatement(db, {
      ...{ into: "cells", columns: 12 },
      then: `ON CONFLICT DO UPDATE SET ${sums.join(", ")}, changed = excluded.changed`,
    });
    this.#touchCell = db.prepare(
      `UPDATE cells SET changed = ? WHERE scope = ? AND level = ? AND id = ? AND bucket = ?`,
    );
    this.#readSeq = db.prepare(`SELECT value FROM meta WHERE key = 'seq'`);
    this.#dropCell = db.prepare(
      `DELETE FROM cells WHERE scope = ? AND level = ? AND id = ? AND bucket = ? AND accepted = 0`,
    );
    this.#upsertBin = new RowStatement(db, {
      ...{ into: "histograms", columns: 7 },
      then: "ON CONFLICT DO UPDATE SET views = views + excluded.views",
    });
    this.#dropBin = db.prepare(
      `DELETE FROM histograms WHERE scope = ? AND level = ${HISTOGRAM_LEVEL} AND id = ? AND bucket = ? AND kind = ?
        AND bin = ? AND views = 0`,
    );
  }

  /** Adds all changes, as those of the commit that is under way. */
  write(changes: RollupChanges): void {
    const commit = Number((this.#readSeq.get() as { value: string }).value) + 1;
    for (const { level, cells } of changes.levels()) this.#writeLevel(level, cells, commit);
    for (const [{ scope, id, bucket, kind, bin }, views] of changes.bins()) {
      if (views !== 0) this.#upsertBin.add([scope, HISTOGRAM_LEVEL, id, bucket, kind, bin, views]);
    }
    this.#upsertBin.flush();
    for (const [{ scope, id, bucket, kind, bin }, views] of changes.bins()) {
      if (views < 0) this.#dropBin.run(scope, id, bucket, kind, bin);
    }
  }

  /** Forgets what a transaction that failed left in memory. */
  forget(): void {
    this.#upsertCell.clear();
    this.#upsertBin.clear();
  }

  #writeLevel(level: number, cells: CellSums, commit: number): void {
    for (const cell of cells.all()) this.#write(level, cell, commit);
    this.#upsertCell.flush();
    for (const { scope, id, bucket, accepted } of cells.all()) {
      if (accepted < 0) this.#dropCell.run(scope, level, id, bucket);
    }
  }

  #write(level: number, cell: Cell, commit: number): void {
    const { scope, id, bucket, accepted, qualified, binge, rated } = cell;
    const { minuteUnits, completionUnits, engagementUnits } = cell;
    if (
      accepted === 0 && qualified === 0 && binge === 0 && rated === 0 && minuteUnits === 0 &&
      completionUnits === 0 && engagementUnits === 0
    ) {
      // Changes that cancel out leave the sums, but not what they are made of.
      this.#touchCell.run(commit, scope, level, id, bucket);
      return;
    }
    this.#upsertCell.add([
      scope,
      level,
      id,
      bucket,
      accepted,
      qualified,
      binge,
      rated,
      minuteUnits,
      completionUnits,
      engagementUnits,
      commit,
    ]);
  }
}
