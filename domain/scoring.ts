// Thresholds and the formulas of completion, depth and engagement. Every number shown comes from here.

import { MINUTE_MS } from "./time.ts";
import type { EnrichedView, View } from "./view.ts";

/** Version of the formulas below; it is written to every output. */
export const SCORING_VERSION = "1";

/** All thresholds of the pipeline; each one is a setting. */
export interface Thresholds {
  /** A view counts from this many minutes on. */
  readonly qualifiedMinutes: number;
  /** A new sitting starts when a view begins more than this after the latest end before it. */
  readonly sittingGapMs: number;
  /** Distinct qualified episodes of one show in a sitting that make it a binge. */
  readonly bingeEpisodes: number;
  readonly completionWeight: number;
  readonly depthWeight: number;
  /** The earliest event time that is taken, in milliseconds since 1970. */
  readonly earliestMs: number;
  /** How far beyond ingest time an event time may lie. */
  readonly futureToleranceMs: number;
  /** A runtime is inferred for shows with at least this many qualified views. */
  readonly runtimeMinViews: number;
  /** Nearest-rank percentile of a show's qualified durations that stands for its runtime. */
  readonly runtimePercentile: number;
}

/** The contract's numbers. */
export const DEFAULT_THRESHOLDS: Thresholds = {
  qualifiedMinutes: 2,
  sittingGapMs: 30 * MINUTE_MS,
  bingeEpisodes: 3,
  completionWeight: 0.7,
  depthWeight: 0.3,
  earliestMs: Date.UTC(1990, 0, 1),
  futureToleranceMs: 5 * MINUTE_MS,
  runtimeMinViews: 20,
  runtimePercentile: 95,
};

/**
 * Share of the runtime that was watched, at most 1; null when the runtime is unknown.
 *
 * @example
 * ```ts
 * import { completionRate } from "./scoring.ts";
 * if (completionRate(30, 60) !== 0.5) throw new Error("half of an hour is 0.5");
 * ```
 */
export function completionRate(watchMinutes: number, runtimeMinutes: number | null): number | null {
  return runtimeMinutes === null ? null : Math.min(1, watchMinutes / runtimeMinutes);
}

/**
 * 0.7 · completion + 0.3 · depth, where depth = min(1, (n − 1) ÷ 2) and n is the number of distinct
 * qualified episodes of the view's show in its sitting (n = 0 gives depth 0).
 */
export function engagementScore(
  completion: number | null,
  episodesInSitting: number,
  thresholds: Thresholds = DEFAULT_THRESHOLDS,
): number | null {
  if (completion === null) return null;
  const depth = Math.min(1, Math.max(0, episodesInSitting - 1) / 2);
  return thresholds.completionWeight * completion + thresholds.depthWeight * depth;
}

/** What the formulas take of a view beside itself. */
export interface ViewPlace {
  /** In minutes; null when it is not known. */
  readonly runtime: number | null;
  /** Distinct qualified episodes of the view's show in its sitting. */
  readonly episodes: number;
  readonly sittingStartMs: number;
}

/** A view with what is derived for it. */
export function enrichView(
  view: View,
  { runtime, episodes, sittingStartMs }: ViewPlace,
  thresholds: Thresholds,
): EnrichedView {
  const rate = completionRate(view.watchMinutes, runtime);
  return {
    ...view,
    completionRate: rate,
    isBingeSession: episodes >= thresholds.bingeEpisodes,
    engagementScore: engagementScore(rate, episodes, thresholds),
    sittingStartMs,
  };
}

/** 1-based nearest rank of a percentile (whole number) among `count` sorted values. */
export function nearestRank(count: number, percentile: number): number {
  // percentile * count is exact in a double, so the ceiling never slips by one as 0.95 * n could.
  return Math.max(1, Math.ceil((percentile * count) / 100));
}
