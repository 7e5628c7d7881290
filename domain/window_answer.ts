// What `GET /api/quality/windows` answers: the contract and what is usual, over hours of ingest.

import type { MetricUnit, Severity } from "./contract.ts";

/** One hour of one expectation. */
export interface WindowPoint {
  readonly start: string;
  /** Null where there was nothing to observe. */
  readonly observed: number | null;
  /** Whether it keeps the limit; null without one, without rows, and while the hour has yet to reach it. */
  readonly passed: boolean | null;
  /** Whether it lies in the band; null while there is none. */
  readonly usual: boolean | null;
  /** What is usual for this hour of the week: `[low, high]`; null without enough history. */
  readonly band: readonly [low: number, high: number] | null;
}

/** One expectation of the contract, or a metric that has a band only; then `limit` is null. */
export interface WindowExpectation {
  readonly id: string;
  readonly description: string;
  readonly metric: string;
  readonly unit: MetricUnit;
  readonly limit: string | null;
  readonly severity: Severity | null;
  readonly at_least?: number;
  readonly at_most?: number;
  /** Hours that break the limit. */
  readonly failed: number;
  /** Hours outside of their band. */
  readonly unusual: number;
  /** Oldest first; the last one is still running. */
  readonly points: readonly WindowPoint[];
}

/** The stream's quality by windows. */
export interface WindowQuality {
  readonly window: "hour";
  /** Whole weeks since the first hour that is known. */
  readonly weeks_known: number;
  readonly weeks_needed: number;
  readonly expectations: readonly WindowExpectation[];
  /** Expectations that a run tells only: they need more than an hour's sums. */
  readonly not_measured: readonly string[];
}
