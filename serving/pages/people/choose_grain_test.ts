// Tests that periods of any length get a fitting number of points.

import assert from "node:assert/strict";
import { chooseGrain, grainOf } from "./choose_grain.ts";

const HOUR_MS = 3_600_000, DAY_MS = 24 * HOUR_MS;

Deno.test("grainOf() takes wider points for longer periods, and for smaller charts", () => {
  assert.equal(grainOf(HOUR_MS, "chart"), "minute");
  assert.equal(grainOf(DAY_MS, "chart"), "quarter_hour");
  assert.equal(grainOf(90 * DAY_MS, "chart"), "day");
  assert.equal(grainOf(90 * DAY_MS, "small"), "week");
  assert.equal(grainOf(5_000 * DAY_MS, "chart"), "month");
  assert.equal(grainOf(NaN, "chart"), "day");
});

Deno.test("chooseGrain() asks for nothing when the address holds both ends", async () => {
  const url = new URL("http://localhost/shows?from=2026-01-01&to=2026-01-02T00:00:00Z");
  assert.equal(await chooseGrain({ url, req: new Request(url) }, "chart"), "quarter_hour");
});
