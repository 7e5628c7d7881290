// Tests how filters are read from an address and told.

import assert from "node:assert/strict";
import { filtersOf, filterText } from "./view_filters.ts";

Deno.test("filtersOf() takes the filters that are given and not empty", () => {
  const parameters = new URLSearchParams("show=Dark&country=&hour=0&tz=UTC");
  assert.deepEqual(filtersOf(parameters), { show: "Dark", hour: "0" });
});

Deno.test("filterText() names the hour of a week, and leaves alone what is none", () => {
  assert.equal(filterText("hour", "139"), "Saturday 19:00");
  assert.equal(filterText("hour", "168"), "168");
  assert.equal(filterText("country", "DE"), "DE");
});
