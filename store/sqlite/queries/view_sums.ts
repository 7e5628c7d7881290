// What views add up to, exactly: read from rollups or added view by view.

import { hoursOf, minuteUnits, rateUnits } from "../../../domain/fixed_sum.ts";
import { metricValue, type SeriesMetric, type Sums } from "../../../domain/metrics.ts";
import { completionRate, engagementScore, type Thresholds } from "../../../domain/scoring.ts";

/** Sums over views; those of units are exact. */
export class ViewSums implements Omit<Sums, "users" | "shows"> {
  accepted = 0;
  qualified = 0;
  binge = 0;
  rated = 0;
  minuteUnits = 0n;
  completionUnits = 0n;
  engagementUnits = 0n;

  /** Adds a row of {@link SUM_COLUMNS}, whose first column is at `at`. */
  addRow(row: readonly (number | null)[], at = 0): void {
    if (row[at] === null) return;
    this.accepted += row[at]!;
    this.qualified += row[at + 1]!;
    this.binge += row[at + 2]!;
    this.rated += row[at + 3]!;
    this.minuteUnits += joinUnits(row[at + 4]!, row[at + 5]!);
    this.completionUnits += joinUnits(row[at + 6]!, row[at + 7]!);
    this.engagementUnits += joinUnits(row[at + 8]!, row[at + 9]!);
  }

  /** Adds one view; `runtime` in minutes, null when unknown. */
  addView(
    view: { readonly minutes: number; readonly episodes: number; readonly runtime: number | null },
    thresholds: Thresholds,
  ): void {
    this.accepted++;
    this.minuteUnits += BigInt(minuteUnits(view.minutes));
    if (view.minutes < thresholds.qualifiedMinutes) return;
    this.qualified++;
    if (view.episodes >= thresholds.bingeEpisodes) this.binge++;
    const rate = completionRate(view.minutes, view.runtime);
    if (rate === null) return;
    this.rated++;
    this.completionUnits += BigInt(rateUnits(rate));
    this.engagementUnits += BigInt(rateUnits(engagementScore(rate, view.episodes, thresholds)!));
  }

  get watchHours(): number {
    return hoursOf(this.minuteUnits);
  }

  /** A metric's value. `users` are not part of sums: the caller counts them. */
  valueOf(metric: Exclude<SeriesMetric, "users">): number | null {
    return metricValue(metric, this);
  }
}

/** How many columns there are in {@link SUM_COLUMNS}. */
export const SUM_WIDTH = 10;

/** Columns of one or many cells; units come in two halves, each of which a double holds exactly. */
export const SUM_COLUMNS = [
  ...["accepted", "qualified", "binge", "rated"].map((name) => `sum(${name})`),
  ...["minute_units", "completion_units", "engagement_units"].flatMap((name) => [
    `sum(${name} / 1000000)`,
    `sum(${name} % 1000000)`,
  ]),
].join(", ");

/** Units of which millions and rest were added up apart. */
export function joinUnits(millions: number, rest: number): bigint {
  const units = millions * 1_000_000 + rest;
  return Number.isSafeInteger(units) ? BigInt(units) : BigInt(millions) * 1_000_000n + BigInt(rest);
}
