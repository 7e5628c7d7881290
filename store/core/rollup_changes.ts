// Changes to the rollups by time, gathered over one transaction: each view that comes, goes or changes adds
// its difference, and equal buckets are written once.

import { FILTER_COLUMNS, filterFacts } from "../../domain/columns.ts";
import { minuteUnits, rateUnits } from "../../domain/fixed_sum.ts";
import { completionBin, durationBin } from "../../domain/histogram.ts";
import { completionRate, engagementScore, type Thresholds } from "../../domain/scoring.ts";
import { DAY_MS } from "../../domain/time.ts";
import {
  finestLevel,
  KIND_COMPLETION,
  KIND_DURATION,
  LEVEL_MS,
  SCOPE_ALL,
  SCOPE_SHOW,
} from "./buckets.ts";
import { type Bin, BinSums, placeOfBin } from "./histogram_bins.ts";
import { CellSums } from "./rollup_cells.ts";
import { NO_LABEL, type PlacedView, type StoredView } from "./stored_view.ts";

const SHOW_LEVEL = finestLevel(SCOPE_SHOW);
/** The dimensions whose values have cells of their own. */
const FILTERED = FILTER_COLUMNS.map((name) => ({
  scope: filterFacts(name).scope,
  id: `${name}Id` as const,
}));
/** Units of a rate of 1, the largest. */
const RATE_UNITS = rateUnits(1);

/** What is added to the rollups and the histograms. */
export class RollupChanges {
  readonly #thresholds: Thresholds;
  /** Of the finest level of their scopes; the levels above follow from them. */
  readonly #cells = new CellSums();
  readonly #shows = new CellSums();
  readonly #bins = new BinSums();

  constructor(thresholds: Thresholds) {
    this.#thresholds = thresholds;
  }

  /** Adds a view's part with `sign` 1, or takes it away with -1. `runtime` in minutes, null if unknown. */
  add({ view, episodes }: PlacedView, runtime: number | null, sign: 1 | -1): void {
    const { minutes, showId } = view;
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
    for (const { scope, id } of FILTERED) {
      if (view[id] !== NO_LABEL) this.#cells.add(scope, view[id], bucket, part);
    }
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

  /** What is added to the cells, one level after the other; shows by themselves. */
  *levels(): Generator<{ readonly level: number; readonly cells: CellSums }> {
    yield* widened(this.#cells, 0);
    yield* widened(this.#shows, SHOW_LEVEL);
  }

  /** How many views are added to each bin. */
  bins(): Iterable<readonly [Bin, number]> {
    return this.#bins.all();
  }

  /** Forgets all changes. */
  clear(): void {
    this.#cells.clear();
    this.#shows.clear();
    this.#bins.clear();
  }

  #addBin(showId: number, bin: Omit<Bin, "scope" | "id">, sign: 1 | -1): void {
    const at = placeOfBin(bin);
    this.#bins.add(SCOPE_ALL, 0, at, sign);
    this.#bins.add(SCOPE_SHOW, showId, at, sign);
  }
}

function* widened(finest: CellSums, finestLevel: number) {
  let cells = finest;
  for (let level = finestLevel; level < LEVEL_MS.length; level++) {
    if (level > finestLevel) cells = cells.widen(LEVEL_MS[level] / LEVEL_MS[level - 1]);
    yield { level, cells };
  }
}
