// How wide each part of the ledger is drawn: in proportion, but never so thin that it disappears.

/** The whole bar, in units of a tenth of a percent. */
export const BAR_UNITS = 1_000;
/** The thinnest a part that is not empty is drawn. */
export const LEAST_UNITS = 12;

/** Which part of the ledger a segment stands for. */
export type SegmentKind = "accepted" | "duplicate" | "quarantined" | "excluded";

/** One part of the bar. */
export interface LedgerSegment {
  readonly kind: SegmentKind;
  readonly rows: number;
  /** Of the rows of all segments, 0–1. */
  readonly share: number;
  /** Width in {@link BAR_UNITS}; the widths of a bar add up to exactly that. */
  readonly units: number;
  /** Whether the segment is drawn wider than its share. */
  readonly widened: boolean;
}

/**
 * Lays out the parts that have rows, in the order given; an empty list when none has. Parts below
 * {@link LEAST_UNITS} get that width, and the others share what is left in proportion.
 */
export function ledgerSegments(
  parts: readonly { readonly kind: SegmentKind; readonly rows: number }[],
): LedgerSegment[] {
  const present = parts.filter(({ rows }) => rows > 0);
  const total = present.reduce((sum, { rows }) => sum + rows, 0);
  const thin = new Set<SegmentKind>();
  let leftUnits = BAR_UNITS, leftRows = total;
  // Widening one part narrows the others, which may make the next one too thin: smallest first.
  for (const { kind, rows } of [...present].sort((a, b) => a.rows - b.rows)) {
    if (rows / leftRows * leftUnits >= LEAST_UNITS) continue;
    thin.add(kind);
    leftUnits -= LEAST_UNITS;
    leftRows -= rows;
  }
  // Edges are rounded rather than widths, so that the widths add up whatever the rounding does.
  let rowsBefore = 0;
  return present.map(({ kind, rows }) => {
    const share = rows / total;
    if (thin.has(kind)) {
      // A part a little over the least may be too thin only because smaller ones were widened.
      const widened = share * BAR_UNITS < LEAST_UNITS;
      return { kind, rows, share, units: LEAST_UNITS, widened };
    }
    const from = Math.round(rowsBefore / leftRows * leftUnits);
    rowsBefore += rows;
    const units = Math.round(rowsBefore / leftRows * leftUnits) - from;
    return { kind, rows, share, units, widened: false };
  });
}
