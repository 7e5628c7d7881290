// What one commit of the store did.

import type { Ledger } from "../../domain/ledger.ts";
import type { QuarantinedRow } from "../../domain/rule.ts";
import type { EnrichedView } from "../../domain/view.ts";

/** A commit: what it changed, and the totals after it. Plain data. */
export interface Applied {
  /** The store's number of commits. */
  readonly seq: number;
  /** Records of this commit that the ledger counts. */
  readonly read: number;
  readonly ledger: Ledger;
  readonly delta: Ledger;
  readonly totals: {
    readonly accepted: number;
    readonly qualified_views: number;
    readonly watch_minutes: number;
    readonly users: number;
    readonly shows: number;
    readonly binge_views: number;
  };
  /** Rows that are in quarantine since this commit. */
  readonly quarantined: readonly QuarantinedRow[];
  /** Up to 50 of the newest views that it accepted. */
  readonly latest: readonly EnrichedView[];
  /** The users who were watching when it came: with a view that ended at most five minutes before. */
  readonly users: readonly string[];
  /** Change in qualified views, by minute of event time. */
  readonly minutes: readonly { readonly startMs: number; readonly views: number }[];
  /** When the log took in the newest record. */
  readonly ingestTimeMs: number;
}
