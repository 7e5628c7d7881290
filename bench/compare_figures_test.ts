// Tests that no difference of figures goes unseen, and that the order of adding is forgiven.

import assert from "node:assert/strict";
import { type ComparedFigures, compareFigures } from "./compare_figures.ts";

const FIGURES: ComparedFigures = {
  ledger: { read: 10, accepted: 7, duplicate: 1, quarantined: 2, excluded: 0 },
  reasons: { "user_id.missing": 2 },
  users: 3,
  shows: 2,
  qualified_views: 6,
  binge_views: 3,
  unknown_runtime_views: 0,
  watch_hours: 5_498_611.788333331,
  mean_completion_rate: 0.7771146651108557,
  mean_engagement_score: null,
};

Deno.test("compareFigures() finds nothing in equal figures, in any order of reasons", () => {
  assert.deepEqual(compareFigures(FIGURES, structuredClone(FIGURES)), []);
});

Deno.test("compareFigures() names each count that is off by one", () => {
  for (const name of ["users", "shows", "qualified_views", "binge_views"] as const) {
    const other = { ...FIGURES, [name]: FIGURES[name] + 1 };
    assert.deepEqual(compareFigures(FIGURES, other), [
      `${name}: ${FIGURES[name]} and ${FIGURES[name] + 1}`,
    ]);
  }
  const other = { ...FIGURES, ledger: { ...FIGURES.ledger, duplicate: 2 } };
  assert.deepEqual(compareFigures(FIGURES, other), ["ledger.duplicate: 1 and 2"]);
});

Deno.test("compareFigures() counts a reason that one side does not name as 0", () => {
  const other = { ...FIGURES, reasons: { "user_id.missing": 2, "watch_date.invalid": 1 } };
  assert.deepEqual(compareFigures(FIGURES, other), ["reasons.watch_date.invalid: 0 and 1"]);
  assert.deepEqual(compareFigures(other, FIGURES), ["reasons.watch_date.invalid: 1 and 0"]);
});

Deno.test("compareFigures() forgives a billionth in sums and means, and no more", () => {
  const near = { ...FIGURES, watch_hours: FIGURES.watch_hours * (1 + 0.9e-9) };
  assert.deepEqual(compareFigures(FIGURES, near), []);
  const far = { ...FIGURES, watch_hours: FIGURES.watch_hours * (1 + 1.1e-9) };
  assert.equal(compareFigures(FIGURES, far).length, 1);
});

Deno.test("compareFigures() does not take null, nothing or NaN for a number", () => {
  const missing = { ...FIGURES, mean_engagement_score: 0 };
  assert.deepEqual(compareFigures(FIGURES, missing), ["mean_engagement_score: null and 0"]);
  const { watch_hours: _, ...without } = FIGURES;
  assert.equal(compareFigures(FIGURES, without as ComparedFigures).length, 1);
  assert.equal(compareFigures(FIGURES, { ...FIGURES, watch_hours: NaN }).length, 1);
});
