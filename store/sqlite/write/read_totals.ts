// Adds up what a store's tables hold.

import type { DatabaseSync } from "node:sqlite";
import { SCOPE_ALL } from "../../core/buckets.ts";
import type { TotalsChange } from "../../core/store_totals.ts";

/** What all commits came to. */
export function readTotals(db: DatabaseSync): TotalsChange {
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
  return {
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
  };
}
