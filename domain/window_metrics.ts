// The contract's metrics of one hour of ingest: those that its sums tell. Pure.

import type { ContractMetrics } from "./contract.ts";
import type { IngestWindow } from "./ingest_window.ts";

/** Null where the denominator is zero. Metrics that need the rows themselves are not among them. */
export function windowMetrics({ ledger, views }: IngestWindow) {
  const { accepted, without } = views;
  return {
    row_count: ledger.read,
    accepted_rows: ledger.accepted,
    duplicate_rows: ledger.duplicate,
    quarantined_rows: ledger.quarantined,
    excluded_rows: ledger.excluded,
    duplicate_share: ratio(ledger.duplicate, ledger.read),
    quarantined_share: ratio(ledger.quarantined, ledger.read),
    excluded_share: ratio(ledger.excluded, ledger.read),
    episode_null_share: ratio(without.episode, accepted),
    device_null_share: ratio(without.device, accepted),
    country_null_share: ratio(without.country, accepted),
    qualified_views: views.qualified,
    watch_hours: views.minutes / 60,
    mean_duration_minutes: ratio(views.minutes, accepted),
  } as const satisfies Partial<ContractMetrics> as Partial<ContractMetrics>;
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
