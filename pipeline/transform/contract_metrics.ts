// The metrics of the data contract, derived from a run's ledger and figures.

import type { SparseColumn } from "../../domain/columns.ts";
import { type ContractMetrics, forNullShares } from "../../domain/contract.ts";
import { UNITS_PER_MINUTE } from "../../domain/fixed_sum.ts";
import type { Ledger } from "../../domain/ledger.ts";
import type { RunFigures } from "../../domain/report.ts";
import { HOUR_MS } from "../../domain/time.ts";

/** What a run knows when its rows are through. */
export interface MeasuredRun {
  readonly ledger: Ledger;
  readonly figures: RunFigures;
  /** Of all accepted views; the figures' hours are rounded. */
  readonly minuteUnits: bigint;
  /** The run's ingest time, in milliseconds since 1970 UTC. */
  readonly ingestTimeMs: number;
  /** Required columns that a header lacks; none where no input has a header. */
  readonly missingRequiredColumns: number;
  /** Accepted rows without the column's value; null when they were not counted. */
  readonly emptyCells: Readonly<Record<SparseColumn, number>> | null;
}

/**
 * Derives every metric of {@link ContractMetrics}. A share of no rows is 0; a mean or an age of nothing has no
 * value: null.
 */
export function contractMetrics(run: MeasuredRun): ContractMetrics {
  const { ledger, figures, emptyCells } = run;
  return {
    missing_required_columns: run.missingRequiredColumns,
    row_count: ledger.read,
    accepted_rows: ledger.accepted,
    duplicate_rows: ledger.duplicate,
    quarantined_rows: ledger.quarantined,
    excluded_rows: ledger.excluded,
    duplicate_share: share(ledger.duplicate, ledger.read),
    quarantined_share: share(ledger.quarantined, ledger.read),
    excluded_share: share(ledger.excluded, ledger.read),
    ...forNullShares((name) => emptyCells && share(emptyCells[name], ledger.accepted)),
    unknown_runtime_share: share(figures.unknown_runtime_views, figures.qualified_views),
    qualified_views: figures.qualified_views,
    distinct_users: figures.users,
    distinct_shows: figures.shows,
    watch_hours: figures.watch_hours,
    mean_duration_minutes: ledger.accepted === 0
      ? null
      : Number(run.minuteUnits) / UNITS_PER_MINUTE / ledger.accepted,
    mean_completion_rate: figures.mean_completion_rate,
    freshness_hours: figures.last_watch_date === null
      ? null
      : (run.ingestTimeMs - Date.parse(figures.last_watch_date)) / HOUR_MS,
  };
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
