// Law: however the rows are spread, the ledger's strip adds up, and no part of it disappears.

import assert from "node:assert/strict";
import fc from "fast-check";
import { LEDGER_PARTS, stretches } from "../../components/quality/ledger_parts.ts";

/** Percent: the thinnest that a part with rows is drawn, and what rounding may take of it. */
const LEAST = 0.5, ROUNDING = 0.001;
const rows = fc.oneof(
  fc.constantFrom(0, 1, 2),
  fc.nat({ max: 1_000 }),
  fc.maxSafeNat().map((rows) => Math.floor(rows / LEDGER_PARTS.length)),
);
const ledgers = fc.record({ accepted: rows, duplicate: rows, quarantined: rows, excluded: rows })
  .map((parts) => ({
    ...parts,
    read: parts.accepted + parts.duplicate + parts.quarantined + parts.excluded,
  }));

Deno.test("stretches() have widths that add up to the whole strip, without a gap", () => {
  fc.assert(fc.property(ledgers, (ledger) => {
    let end = 0;
    for (const { from, width } of stretches(ledger, LEAST)) {
      assert(Math.abs(from - end) <= ROUNDING * 2, `begins at ${from}, not ${end}`);
      end = from + width;
    }
    assert(ledger.read === 0 ? end === 0 : Math.abs(end - 100) <= ROUNDING * 2, `ends at ${end}`);
  }));
});

Deno.test("stretches() are of every part that has rows, in their order, and of no other", () => {
  fc.assert(fc.property(ledgers, (ledger) => {
    assert.deepEqual(
      stretches(ledger, LEAST).map(({ key, rows }) => [key, rows]),
      LEDGER_PARTS.filter(({ key }) => ledger[key] > 0).map(({ key }) => [key, ledger[key]]),
    );
  }));
});

Deno.test("stretches() are thin nowhere, and in proportion but for what the thin ones take", () => {
  fc.assert(fc.property(ledgers, (ledger) => {
    for (const { rows, width } of stretches(ledger, LEAST)) {
      const percent = rows / ledger.read * 100;
      // What the thin ones take, wide ones lose in proportion.
      const least = Math.min(percent, LEAST) * (1 - LEAST * LEDGER_PARTS.length / 100);
      assert(width >= least - ROUNDING, `${width} for ${percent}`);
      assert(Math.abs(width - percent) <= LEAST * LEDGER_PARTS.length, `${width} for ${percent}`);
    }
  }));
});
