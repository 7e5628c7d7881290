// Tests that periods of any length get a fitting number of points.

import assert from "node:assert/strict";
import { grainOf, type SeriesKind } from "./series_grain.ts";

const HOUR_MS = 3_600_000, DAY_MS = 24 * HOUR_MS;

Deno.test("grainOf() takes wider points for longer periods, and for smaller charts", () => {
  assert.equal(grainOf(HOUR_MS, "chart"), "minute");
  assert.equal(grainOf(DAY_MS, "chart"), "quarter_hour");
  assert.equal(grainOf(90 * DAY_MS, "chart"), "day");
  assert.equal(grainOf(90 * DAY_MS, "small"), "week");
  assert.equal(grainOf(5_000 * DAY_MS, "chart"), "month");
  assert.equal(grainOf(300 * 365 * DAY_MS, "chart"), "year");
  assert.equal(grainOf(NaN, "chart"), "day");
});

Deno.test("grainOf() draws all the years there are with a thousand points", () => {
  for (const kind of ["chart", "panel", "small", "hills"] as readonly SeriesKind[]) {
    for (let years = 1; years < 10_000; years++) {
      const lengthMs = years * 365.25 * DAY_MS, grain = grainOf(lengthMs, kind);
      const daysOf: Record<string, number> = {
        day: 1,
        week: 7,
        month: 28,
        year: 365,
        decade: 3_650,
      };
      assert.ok(lengthMs / DAY_MS / daysOf[grain]! < 1_001, `${years} years by ${grain}`);
    }
  }
});
