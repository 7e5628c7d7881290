// The parts of the ledger in the order in which they are drawn and named, everywhere.

import type { Ledger } from "../../domain/ledger.ts";

/** A part: its key, its word, the class of its colour. */
export const LEDGER_PARTS = [
  { key: "accepted", word: "accepted", kind: "part-accepted" },
  { key: "duplicate", word: "duplicates", kind: "part-duplicate" },
  { key: "quarantined", word: "quarantined", kind: "part-quarantined" },
  { key: "excluded", word: "excluded", kind: "part-excluded" },
] as const;

/** A stretch of a strip, in percent. */
export interface Stretch {
  readonly key: keyof Ledger;
  readonly word: string;
  readonly kind: string;
  readonly rows: number;
  readonly from: number;
  readonly width: number;
}

/** Parts that are there are seen, however few rows they hold; the others give way. */
export function stretches(ledger: Ledger, leastPercent = 0.5): Stretch[] {
  const shown = LEDGER_PARTS.filter(({ key }) => ledger[key] > 0);
  const total = shown.reduce((sum, { key }) => sum + ledger[key], 0);
  const least = Math.min(leastPercent, 100 / Math.max(1, shown.length));
  const wide = shown.filter(({ key }) => ledger[key] / total * 100 >= least);
  const rest = 100 - (shown.length - wide.length) * least;
  const wideRows = wide.reduce((sum, { key }) => sum + ledger[key], 0);
  let from = 0;
  return shown.map((part) => {
    const rows = ledger[part.key];
    const width = wide.includes(part) ? rows / wideRows * rest : least;
    const stretch = { ...part, rows, from: round(from), width: round(width) };
    from += width;
    return stretch;
  });
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
