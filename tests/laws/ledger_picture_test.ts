// Law: however the rows are spread, the ledger's bar adds up, and no part of it disappears.

import assert from "node:assert/strict";
import fc from "fast-check";
import {
  BAR_UNITS,
  LEAST_UNITS,
  ledgerSegments,
  type SegmentKind,
} from "../../pipeline/io/report_page/ledger_picture.ts";

const KINDS: readonly SegmentKind[] = ["accepted", "duplicate", "quarantined", "excluded"];
const rows = fc.oneof(
  fc.constantFrom(0, 1, 2),
  fc.nat({ max: 1_000 }),
  fc.maxSafeNat().map((rows) => Math.floor(rows / KINDS.length)),
);
const counts = fc.tuple(rows, rows, rows, rows);

function segmentsOf(parts: readonly number[]) {
  return ledgerSegments(KINDS.map((kind, index) => ({ kind, rows: parts[index]! })));
}

Deno.test("ledgerSegments() draws widths that add up to the whole bar", () => {
  fc.assert(fc.property(counts, (parts) => {
    const segments = segmentsOf(parts);
    const units = segments.reduce((sum, segment) => sum + segment.units, 0);
    assert.equal(units, segments.length === 0 ? 0 : BAR_UNITS);
    const drawnRows = segments.reduce((sum, segment) => sum + segment.rows, 0);
    assert.equal(drawnRows, parts.reduce((sum, part) => sum + part, 0));
  }));
});

Deno.test("ledgerSegments() draws every part that has rows, and no other", () => {
  fc.assert(fc.property(counts, (parts) => {
    const segments = segmentsOf(parts);
    assert.deepEqual(
      segments.map(({ kind }) => kind),
      KINDS.filter((_, index) => parts[index]! > 0),
    );
    // One unit less: an edge may be rounded by half a unit on either side.
    assert(segments.every(({ units }) => units >= LEAST_UNITS - 1));
  }));
});

Deno.test("ledgerSegments() does not call a part widened that others made thin", () => {
  const quarantined = segmentsOf([1, 0, 570, 7]).at(-1)!;
  assert.deepEqual([quarantined.units, quarantined.widened], [LEAST_UNITS, false]);
});

Deno.test("ledgerSegments() keeps parts in proportion, but for those it widens", () => {
  fc.assert(fc.property(counts, (parts) => {
    const segments = segmentsOf(parts);
    const widened = segments.filter((segment) => segment.widened);
    const spare = widened.length * LEAST_UNITS;
    for (const { units, share, widened: isWidened } of segments) {
      if (isWidened) assert(units >= share * BAR_UNITS);
      else assert(Math.abs(units - share * BAR_UNITS) <= spare + 1);
    }
  }));
});
