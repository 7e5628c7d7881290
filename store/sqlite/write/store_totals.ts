// The store's totals, kept in memory beside the rollups that they are the sum of.

import type { DatabaseSync } from "node:sqlite";
import { UNITS_PER_MINUTE } from "../../../domain/fixed_sum.ts";
import { emptyLedger, type Ledger } from "../../../domain/ledger.ts";
import type { Applied } from "../../core/applied.ts";
import { SCOPE_ALL } from "./schema.ts";

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

  /** Adds up what a store holds. */
  static read(db: DatabaseSync): StoreTotals {
    const totals = new StoreTotals();
    const one = (sql: string): Record<string, bigint | null> => {
      const statement = db.prepare(sql);
      statement.setReadBigInts(true);
      return statement.get() as Record<string, bigint | null>;
    };
    const cells = one(
      `SELECT sum(accepted) AS accepted, sum(qualified) AS qualified, sum(binge) AS binge,
        sum(minute_units) AS units FROM cells WHERE scope = ${SCOPE_ALL} AND level = 4 AND id = 0`,
    );
    const heads = one(
      `SELECT (SELECT count(*) FROM users WHERE accepted > 0) AS users,
        (SELECT count(*) FROM shows WHERE accepted > 0) AS shows`,
    );
    const ledger = one(
      `SELECT sum(accepted) AS accepted, sum(duplicate) AS duplicate,
        sum(quarantined) AS quarantined, sum(excluded) AS excluded FROM ledger`,
    );
    const [accepted, duplicate, quarantined, excluded] = [
      ...[ledger.accepted, ledger.duplicate, ledger.quarantined, ledger.excluded],
    ].map(Number);
    const read = accepted! + duplicate! + quarantined! + excluded!;
    totals.add({
      ledger: {
        read,
        accepted: accepted!,
        duplicate: duplicate!,
        quarantined: quarantined!,
        excluded: excluded!,
      },
      accepted: Number(cells.accepted),
      qualified: Number(cells.qualified),
      binge: Number(cells.binge),
      minuteUnits: cells.units ?? 0n,
      users: Number(heads.users),
      shows: Number(heads.shows),
    });
    return totals;
  }

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
