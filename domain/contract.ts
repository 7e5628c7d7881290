// The data contract: what a run may be measured by, and the limits its owner sets on those metrics.

import { SPARSE_COLUMNS, type SparseColumn } from "./columns.ts";

/** How a metric's number reads: a share is 0–1 and shown as a percentage. */
export type MetricUnit = "share" | "rows" | "columns" | "count" | "hours" | "minutes";

/** The share of accepted rows that have no value in a column. */
export type NullShare = `${SparseColumn}_null_share`;

/** A value for each of these metrics. */
export function forNullShares<Value>(
  valueOf: (column: SparseColumn) => Value,
): Record<NullShare, Value> {
  return Object.fromEntries(
    SPARSE_COLUMNS.map((name) => [nullShareOf(name), valueOf(name)]),
  ) as Record<NullShare, Value>;
}

/** The metric of a column. */
export function nullShareOf(column: SparseColumn): NullShare {
  return `${column}_null_share`;
}

/**
 * The closed list of metrics an expectation may limit. Shares are 0–1. "Views" are qualified views;
 * a share of no rows is 0; a mean or an age of nothing has no value, and fails what is expected of it.
 */
export const CONTRACT_METRICS = {
  missing_required_columns: { unit: "columns", meaning: "required columns that an input lacks" },
  row_count: { unit: "rows", meaning: "rows read" },
  accepted_rows: { unit: "rows", meaning: "rows accepted" },
  duplicate_rows: { unit: "rows", meaning: "rows that repeat an accepted one" },
  quarantined_rows: { unit: "rows", meaning: "rows that break a rule" },
  excluded_rows: { unit: "rows", meaning: "rows left out on purpose" },
  duplicate_share: { unit: "share", meaning: "duplicate rows ÷ rows read" },
  quarantined_share: { unit: "share", meaning: "quarantined rows ÷ rows read" },
  excluded_share: { unit: "share", meaning: "excluded rows ÷ rows read" },
  ...forNullShares((name) => ({
    unit: "share" as const,
    meaning: name === "episode"
      ? "accepted rows whose episode is missing or empty ÷ accepted rows"
      : `accepted rows without a ${name} ÷ accepted rows`,
  })),
  unknown_runtime_share: { unit: "share", meaning: "views of unknown runtime ÷ views" },
  qualified_views: { unit: "count", meaning: "views of at least the qualifying length" },
  distinct_users: { unit: "count", meaning: "distinct users" },
  distinct_shows: { unit: "count", meaning: "distinct shows" },
  watch_hours: { unit: "hours", meaning: "hours watched, over accepted rows" },
  mean_duration_minutes: { unit: "minutes", meaning: "mean duration of an accepted row" },
  mean_completion_rate: { unit: "share", meaning: "mean completion rate of views that have one" },
  freshness_hours: {
    unit: "hours",
    meaning: "age of the latest accepted view at the run's ingest time",
  },
} as const satisfies Readonly<Record<string, { unit: MetricUnit; meaning: string }>>;

/** A key of {@link CONTRACT_METRICS}. */
export type ContractMetric = keyof typeof CONTRACT_METRICS;

/** What one run measured; null where there was nothing to observe. */
export type ContractMetrics = Readonly<Record<ContractMetric, number | null>>;

/** The limits with one bound, by the names the Open Data Contract Standard gives them. */
export const ONE_BOUND_LIMITS = [
  "mustBe",
  "mustBeLessThan",
  "mustBeLessOrEqualTo",
  "mustBeGreaterThan",
  "mustBeGreaterOrEqualTo",
] as const;

/** A limit on a metric; the two bounds of `mustBeBetween` belong to the range. */
export type Limit =
  | { readonly kind: typeof ONE_BOUND_LIMITS[number]; readonly bound: number }
  | { readonly kind: "mustBeBetween"; readonly lower: number; readonly upper: number };

/** What an expectation that does not hold does: fail the audit, or only be shown. */
export const SEVERITIES = ["error", "warning"] as const;

/** One of {@link SEVERITIES}. */
export type Severity = typeof SEVERITIES[number];

/** One line of the contract: a metric, its limit and how serious it is. */
export interface Expectation {
  /** Unique in the contract; `ledger.balances` is taken. */
  readonly id: string;
  readonly description: string;
  readonly metric: ContractMetric;
  readonly limit: Limit;
  readonly severity: Severity;
}

/** A data contract as read from `contract.yaml`. */
export interface DataContract {
  readonly id: string;
  readonly version: string;
  readonly expectations: readonly Expectation[];
}

/** Id of the check that always runs and cannot be edited away: every row read is accounted for. */
export const LEDGER_CHECK_ID = "ledger.balances";

/** Largest share of quarantined rows when neither contract nor command line says another. */
export const DEFAULT_MAX_QUARANTINED = 0.2;
