// What is looked at survives its way through an address, and estimates are near.

import assert from "node:assert/strict";
import { DistinctEstimate } from "./profile_column.ts";
import { formatView, parseView, type ViewState } from "./view_state.ts";

Deno.test("parseView() reads what formatView() wrote, whatever the names are", () => {
  const view: ViewState = {
    file: "/api/files/a%20b.parquet",
    tab: "columns",
    where: [
      { column: "a~b", operator: "in", values: ["x~y", "50 %", ""] },
      { column: "日", operator: "missing", values: [] },
    ],
    sort: { column: "minutes", isDescending: true },
    groupBy: ["a", "b"],
    measure: "minutes",
    row: 12,
  };
  assert.deepEqual(parseView(formatView(view)), view);
  assert.equal(formatView(parseView("")), "");
  assert.deepEqual(parseView("?where=%25&where=a~nope~1&row=-1").where, []);
});

Deno.test("DistinctEstimate is within 3 % of the true number", () => {
  for (const count of [100, 5_000, 300_000]) {
    const numbers = new DistinctEstimate(), texts = new DistinctEstimate();
    for (let i = 0; i < count; i++) {
      numbers.add(i * 1.5);
      texts.add(`u-${i}`);
      texts.add(`u-${i}`);
    }
    for (const estimate of [numbers, texts]) {
      assert.ok(Math.abs(estimate.count() / count - 1) < 0.03, `${estimate.count()} of ${count}`);
    }
  }
});
