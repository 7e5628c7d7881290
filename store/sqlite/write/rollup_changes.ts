// Changes to the rollups by time, gathered over one transaction: each view that comes, goes or changes adds
// its difference, and equal buckets are written once.

import type { DatabaseSync, StatementSync } from "node:sqlite";
import { minuteUnits, rateUnits } from "../../../domain/fixed_sum.ts";
import { completionBin, durationBin } from "../../../domain/histogram.ts";
import { completionRate, engagementScore, type Thresholds } from "../../../domain/scoring.ts";
import { DAY_MS } from "../../../domain/time.ts";
import { type Cell, CellSums, SCOPES } from "../../core/rollup_cells.ts";
import { RowStatement } from "./row_statement.ts";
import {
  finestLevel,
  KIND_COMPLETION,
  KIND_DURATION,
  LEVEL_MS,
  SCOPE_ALL,
  SCOPE_COUNTRY,
  SCOPE_DEVICE,
  SCOPE_SHOW,
} from "./schema.ts";
import type { PlacedView, StoredView } from "../../core/stored_view.ts";

const SHOW_LEVEL = finestLevel(SCOPE_SHOW);
/** Histograms are of days only. */
const HISTOGRAM_LEVEL = 2;
/** Units of a rate of 1, the largest. */
const RATE_UNITS = rateUnits(1);

/** The rollups `cells` and `histograms`. */
export class RollupChanges {
  readonly #thresholds: Thresholds;
  readonly #upsertCell: RowStatement;
  readonly #touchCell: StatementSync;
  readonly #readSeq: StatementSync;
  readonly #dropCell: StatementSync;
  readonly #upsertBin: RowStatement;
  readonly #dropBin: StatementSync;
  /** Of the finest level of their scopes; the levels above follow from them. */
  readonly #cells = new CellSums();
  readonly #shows = new CellSums();
  readonly #bins = new BinSums();

  constructor(db: DatabaseSync, thresholds: Thresholds) {
    this.#thresholds = thresholds;
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

  /** Adds a view's part with `sign` 1, or takes it away with -1. `runtime` in minutes, null if unknown. */
  add({ view, episodes }: PlacedView, runtime: number | null, sign: 1 | -1): void {
    const { minutes, showId, countryId, deviceId } = view;
    const bucket = Math.floor(view.startMs / LEVEL_MS[0]);
    const showBucket = Math.floor(view.startMs / LEVEL_MS[SHOW_LEVEL]);
    const rate = completionRate(minutes, runtime);
    const units = minuteUnits(minutes);
    const part = {
      sign,
      minuteUnits: units * sign,
      isQualified: minutes >= this.#thresholds.qualifiedMinutes,
      isBinge: episodes >= this.#thresholds.bingeEpisodes,
      completionUnits: rate === null ? null : rateUnits(rate) * sign,
      engagementUnits: rateUnits(engagementScore(rate, episodes, this.#thresholds) ?? 0) * sign,
      weight: Math.max(units, RATE_UNITS),
    };
    this.#cells.add(SCOPE_ALL, 0, bucket, part);
    this.#shows.add(SCOPE_SHOW, showId, showBucket, part);
    if (countryId !== 0) this.#cells.add(SCOPE_COUNTRY, countryId, bucket, part);
    if (deviceId !== 0) this.#cells.add(SCOPE_DEVICE, deviceId, bucket, part);
  }

  /** Adds a view to the histograms or takes it away: they do not depend on the views around it. */
  addBins({ startMs, showId, minutes }: StoredView, runtime: number | null, sign: 1 | -1): void {
    if (minutes < this.#thresholds.qualifiedMinutes) return;
    const bucket = Math.floor(startMs / DAY_MS), rate = completionRate(minutes, runtime);
    this.#addBin(showId, { bucket, kind: KIND_DURATION, bin: durationBin(minutes) }, sign);
    if (rate === null) return;
    // A view watched to the end has the bin after the last: curves of completion end with it.
    this.#addBin(showId, { bucket, kind: KIND_COMPLETION, bin: completionBin(rate) }, sign);
  }

  /** Writes all changes. */
  flush(): void {
    const commit = Number((this.#readSeq.get() as { value: string }).value) + 1;
    this.#writeLevels(this.#cells, 0, commit);
    this.#writeLevels(this.#shows, SHOW_LEVEL, commit);
    for (const [{ scope, id, bucket, kind, bin }, views] of this.#bins.all()) {
      if (views !== 0) this.#upsertBin.add([scope, HISTOGRAM_LEVEL, id, bucket, kind, bin, views]);
    }
    this.#upsertBin.flush();
    for (const [{ scope, id, bucket, kind, bin }, views] of this.#bins.all()) {
      if (views < 0) this.#dropBin.run(scope, id, bucket, kind, bin);
    }
    this.clear();
  }

  /** Forgets all changes. */
  clear(): void {
    this.#cells.clear();
    this.#shows.clear();
    this.#bins.clear();
    this.#upsertCell.clear();
    this.#upsertBin.clear();
  }

  #addBin(showId: number, bin: Omit<Bin, "scope" | "id">, sign: 1 | -1): void {
    const at = placeOfBin(bin);
    this.#bins.add(SCOPE_ALL, 0, at, sign);
    this.#bins.add(SCOPE_SHOW, showId, at, sign);
  }

  #writeLevels(finest: CellSums, finestLevel: number, commit: number): void {
    let cells = finest;
    for (let level = finestLevel; level < LEVEL_MS.length; level++) {
      if (level > finestLevel) cells = cells.widen(LEVEL_MS[level] / LEVEL_MS[level - 1]);
      for (const cell of cells.all()) this.#write(level, cell, commit);
      this.#upsertCell.flush();
      for (const { scope, id, bucket, accepted } of cells.all()) {
        if (accepted < 0) this.#dropCell.run(scope, level, id, bucket);
      }
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

/** More than any histogram has bins. */
const MAX_BINS = 64;
const KINDS = 2;

/** A bin of a histogram of one scope's views in one bucket. */
interface Bin {
  readonly scope: number;
  readonly id: number;
  readonly bucket: number;
  readonly kind: number;
  readonly bin: number;
}

/** A bin's place among those of one scope and id, as one number. */
function placeOfBin({ bucket, kind, bin }: Omit<Bin, "scope" | "id">): number {
  return (bucket * KINDS + kind) * MAX_BINS + bin;
}

/** Views by bin. */
class BinSums {
  /** By scope and id, then by bucket, kind and bin in one number. */
  readonly #views = new Map<number, Map<number, number>>();

  /** Adds views to a bin, `at` its {@link placeOfBin}; takes them away when there are less than none. */
  add(scope: number, id: number, at: number, views: number): void {
    const place = id * SCOPES + scope;
    let bins = this.#views.get(place);
    if (bins === undefined) this.#views.set(place, bins = new Map());
    bins.set(at, (bins.get(at) ?? 0) + views);
  }

  *all(): Generator<readonly [Bin, number]> {
    for (const [place, bins] of this.#views) {
      const scope = place % SCOPES, id = Math.floor(place / SCOPES);
      for (const [at, views] of bins) {
        const histogram = Math.floor(at / MAX_BINS), bucket = Math.floor(histogram / KINDS);
        const kind = histogram - bucket * KINDS, bin = at - histogram * MAX_BINS;
        yield [{ scope, id, bucket, kind, bin }, views];
      }
    }
  }

  clear(): void {
    this.#views.clear();
  }
}
