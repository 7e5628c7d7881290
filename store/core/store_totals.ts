// The store's totals, kept in memory beside the rollups that they are the sum of.

import { UNITS_PER_MINUTE } from "../../domain/fixed_sum.ts";
import { emptyLedger, type Ledger } from "../../domain/ledger.ts";
import type { Applied } from "./applied.ts";

/** What one commit adds to the totals. */
export interface TotalsChange {
  readonly ledger: Ledger;
  readonly accepted: number;
  readonly qualified: number;
  readonly binge: number;
  readonly minuteUnits: bigint;
  readonly users: number;
  readonly shows: number;
}

/** Totals since the beginning. */
export class StoreTotals {
  #ledger: Ledger = emptyLedger();
  #counts = { accepted: 0, qualified: 0, binge: 0, users: 0, shows: 0 };
  #minuteUnits = 0n;

  /** Adds what was committed. */
  add(change: TotalsChange): void {
    const { ledger, minuteUnits, ...counts } = change;
    const sum = this.#ledger;
    this.#ledger = {
      read: sum.read + ledger.read,
      accepted: sum.accepted + ledger.accepted,
      duplicate: sum.duplicate + ledger.duplicate,
      quarantined: sum.quarantined + ledger.quarantined,
      excluded: sum.excluded + ledger.excluded,
    };
    const old = this.#counts;
    this.#counts = {
      accepted: old.accepted + counts.accepted,
      qualified: old.qualified + counts.qualified,
      binge: old.binge + counts.binge,
      users: old.users + counts.users,
      shows: old.shows + counts.shows,
    };
    this.#minuteUnits += minuteUnits;
  }

  get ledger(): Ledger {
    return this.#ledger;
  }

  get totals(): Applied["totals"] {
    const { accepted, qualified, binge, users, shows } = this.#counts;
    const watch_minutes = Number(this.#minuteUnits) / UNITS_PER_MINUTE;
    return {
      accepted,
      qualified_views: qualified,
      watch_minutes,
      users,
      shows,
      binge_views: binge,
    };
  }
}
