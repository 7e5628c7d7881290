// An hour of ingest as the store sums it up.

import type { SparseColumn } from "./columns.ts";
import type { Ledger } from "./ledger.ts";

/** One hour of ingest. */
export interface IngestWindow {
  /** When it begins (ISO). */
  readonly start: string;
  readonly ledger: Ledger;
  /** Over the accepted views. */
  readonly views: {
    readonly accepted: number;
    readonly qualified: number;
    readonly minutes: number;
    /** How many lack the column's value. */
    readonly without: Readonly<Record<SparseColumn, number>>;
  };
}
