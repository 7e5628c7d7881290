// Tells a commit: what it changed, and the totals after it.

import type { Applied } from "./applied.ts";
import type { Committed } from "./commit.ts";
import type { StoreTotals } from "./store_totals.ts";
import type { StoredNames } from "./stored_names.ts";

/** Adds a commit to the totals, and tells both. */
export function tellCommit(
  { ledger: delta, users, shows, notes }: Committed,
  { seq, totals, names }: {
    /** The commit's number. */
    readonly seq: number;
    readonly totals: StoreTotals;
    readonly names: StoredNames;
  },
): Applied {
  const { accepted, qualified, binge, minuteUnits } = notes;
  totals.add({ ledger: delta, accepted, qualified, binge, minuteUnits, users, shows });
  return {
    ...{ seq, read: notes.read, ledger: totals.ledger, delta, totals: totals.totals },
    quarantined: notes.quarantined,
    latest: notes.latest(names),
    users: notes.users,
    minutes: notes.minutes,
    ingestTimeMs: notes.ingestTimeMs,
  };
}
