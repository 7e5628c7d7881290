// Tests of the guess at a mistyped name.

import assert from "node:assert/strict";
import { nearestName } from "./nearest_name.ts";

const NAMES = ["row_count", "quarantined_share", "duplicate_share", "freshness_hours"];

Deno.test("nearestName() finds a name with a letter missing, swapped or in capitals", () => {
  assert.equal(nearestName("quarantine_share", NAMES), "quarantined_share");
  assert.equal(nearestName("row_cuont", NAMES), "row_count");
  assert.equal(nearestName("FRESHNESS_HOURS", NAMES), "freshness_hours");
});

Deno.test("nearestName() is null when nothing is near", () => {
  assert.equal(nearestName("p95_latency", NAMES), null);
  assert.equal(nearestName("row_count", []), null);
});
