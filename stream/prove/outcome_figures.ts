// The figures of a list of views, added up one by one: what rollups are held to.

import { FixedSum, minuteUnits, rateUnits } from "../../domain/fixed_sum.ts";
import { formatInstant } from "../../domain/instant.ts";
import { durationBin } from "../../domain/histogram.ts";
import { type FiguresOf, figuresOf, SHOW_METRICS } from "../../domain/metrics.ts";
import type { Thresholds } from "../../domain/scoring.ts";
import { DAY_MS, HOUR_MS } from "../../domain/time.ts";
import type { EnrichedView } from "../../domain/view.ts";

/** Figures of some views; views, binges and means are over qualified ones. */
export type Figures = FiguresOf<typeof FIGURES[number]>;

const FIGURES = [...SHOW_METRICS, "accepted_views", "unknown_runtime_views"] as const;

/** Figures of all views, and the same by show, by UTC day and by hour of the week. */
export interface OutcomeFigures extends Figures {
  readonly shows: number;
  readonly first_watch_date: string | null;
  readonly last_watch_date: string | null;
  readonly byShow: ReadonlyMap<string, Figures>;
  /** By the day's first instant, in milliseconds. */
  readonly byDay: ReadonlyMap<number, Figures>;
  /** 7 × 24 qualified views by UTC hour; row 0 is Monday. */
  readonly heatmap: readonly (readonly number[])[];
  /** Qualified views by user. */
  readonly byUser: ReadonlyMap<string, Figures>;
}

/** Adds views up. */
export class FigureSums {
  accepted = 0;
  qualified = 0;
  binge = 0;
  rated = 0;
  readonly #minutes = new FixedSum();
  readonly #completion = new FixedSum();
  readonly #engagement = new FixedSum();
  readonly #users = new Set<string>();
  /** Sparse, as there is one for every user. */
  readonly #durations: number[] = [];

  add(view: EnrichedView, isQualified: boolean): void {
    this.accepted++;
    this.#minutes.add(minuteUnits(view.watchMinutes));
    this.#users.add(view.userId);
    if (!isQualified) return;
    this.qualified++;
    const minute = durationBin(view.watchMinutes);
    this.#durations[minute] = (this.#durations[minute] ?? 0) + 1;
    if (view.isBingeSession) this.binge++;
    if (view.completionRate === null) return;
    this.rated++;
    this.#completion.add(rateUnits(view.completionRate));
    this.#engagement.add(rateUnits(view.engagementScore ?? 0));
  }

  get figures(): Figures {
    return figuresOf(FIGURES, {
      accepted: this.accepted,
      qualified: this.qualified,
      binge: this.binge,
      rated: this.rated,
      minuteUnits: this.#minutes.total,
      completionUnits: this.#completion.total,
      engagementUnits: this.#engagement.total,
      users: this.#users.size,
      durationBins: this.#durations,
    });
  }
}

/** Takes views one by one and gives their figures at the end. */
export class OutcomeSums {
  readonly #thresholds: Thresholds;
  readonly #all = new FigureSums();
  readonly #shows = new Map<string, FigureSums>();
  readonly #days = new Map<number, FigureSums>();
  readonly #users = new Map<string, FigureSums>();
  readonly #heatmap = Array.from({ length: 7 }, () => new Array<number>(24).fill(0));
  #firstMs = Infinity;
  #lastMs = -Infinity;

  constructor(thresholds: Thresholds) {
    this.#thresholds = thresholds;
  }

  add(view: EnrichedView): void {
    const { startMs, watchMinutes } = view;
    const isQualified = watchMinutes >= this.#thresholds.qualifiedMinutes;
    const day = Math.floor(startMs / DAY_MS);
    this.#all.add(view, isQualified);
    sumsOf(this.#shows, view.showName).add(view, isQualified);
    sumsOf(this.#days, day * DAY_MS).add(view, isQualified);
    sumsOf(this.#users, view.userId).add(view, isQualified);
    this.#firstMs = Math.min(this.#firstMs, startMs);
    this.#lastMs = Math.max(this.#lastMs, startMs);
    // 1970-01-01 was a Thursday.
    const weekday = ((day + 3) % 7 + 7) % 7;
    if (isQualified) this.#heatmap[weekday]![Math.floor(startMs / HOUR_MS) - day * 24]!++;
  }

  get figures(): OutcomeFigures {
    const isAny = this.#all.accepted > 0;
    return {
      ...this.#all.figures,
      shows: this.#shows.size,
      first_watch_date: isAny ? formatInstant(this.#firstMs) : null,
      last_watch_date: isAny ? formatInstant(this.#lastMs) : null,
      byShow: figuresBy(this.#shows),
      byDay: figuresBy(this.#days),
      byUser: figuresBy(this.#users),
      heatmap: this.#heatmap,
    };
  }
}

function sumsOf<Key>(map: Map<Key, FigureSums>, key: Key): FigureSums {
  let sums = map.get(key);
  if (sums === undefined) map.set(key, sums = new FigureSums());
  return sums;
}

function figuresBy<Key>(map: ReadonlyMap<Key, FigureSums>): Map<Key, Figures> {
  return new Map([...map].map(([key, sums]) => [key, sums.figures]));
}
