// The ledger: where every row that was read went.

/** Counts of rows; `read = accepted + duplicate + quarantined + excluded` at every observable moment. */
export interface Ledger {
  read: number;
  accepted: number;
  duplicate: number;
  quarantined: number;
  excluded: number;
}

/** A ledger of nothing. */
export function emptyLedger(): Ledger {
  return { read: 0, accepted: 0, duplicate: 0, quarantined: 0, excluded: 0 };
}

/** Whether every row read is accounted for. */
export function balances(ledger: Ledger): boolean {
  return ledger.read ===
    ledger.accepted + ledger.duplicate + ledger.quarantined + ledger.excluded;
}

/** Where rows are counted whose source is one of too many, or has too long a name. */
export const OTHER_SOURCES = "(other sources)";
