// Tests of the stream's quality by hours: limits, bands, empty hours and the one that is still running.

import assert from "node:assert/strict";
import { forSparse } from "./columns.ts";
import type { Expectation } from "./contract.ts";
import type { IngestWindow } from "./ingest_window.ts";
import { windowQuality } from "./window_quality.ts";

const HOUR_MS = 3_600_000, WEEK_HOURS = 168;
const NOW_HOUR = Math.floor(Date.UTC(2026, 2, 2, 12) / HOUR_MS);

function hour(hoursAgo: number, read: number, quarantined = 0): IngestWindow {
  const accepted = read - quarantined;
  return {
    start: new Date((NOW_HOUR - hoursAgo) * HOUR_MS).toISOString(),
    ledger: { read, accepted, duplicate: 0, quarantined, excluded: 0 },
    views: {
      ...{ accepted, qualified: accepted, minutes: accepted * 30 },
      without: { ...forSparse(() => 0), device: accepted },
    },
  };
}

function expect(metric: Expectation["metric"], limit: Expectation["limit"]): Expectation {
  return { id: metric, description: metric, metric, limit, severity: "error" };
}

const SHARE = expect("quarantined_share", { kind: "mustBeLessOrEqualTo", bound: 0.2 });
const ROWS = expect("accepted_rows", { kind: "mustBeGreaterOrEqualTo", bound: 10 });
const USERS = expect("distinct_users", { kind: "mustBeGreaterOrEqualTo", bound: 1 });

function ask(windows: IngestWindow[], expectations: Expectation[] = [SHARE, ROWS]) {
  const nowMs = NOW_HOUR * HOUR_MS + HOUR_MS / 2;
  return windowQuality(windows, expectations, { nowMs, hours: 4 });
}

Deno.test("windowQuality() holds every hour with rows against the contract, and names what it cannot", () => {
  const { expectations: [share, rows], not_measured } = ask(
    [hour(3, 100, 50), hour(2, 5), hour(0, 2)],
    [SHARE, ROWS, USERS],
  );
  assert.deepEqual(share!.points.map(({ observed }) => observed), [0.5, 0, null, 0]);
  assert.deepEqual(share!.points.map(({ passed }) => passed), [false, true, null, true]);
  assert.deepEqual([share!.failed, share!.at_most, share!.limit], [1, 0.2, "≤ 0.2"]);
  // The running hour may still reach ten rows.
  assert.deepEqual(rows!.points.map(({ passed }) => passed), [true, false, null, null]);
  assert.deepEqual(not_measured, ["distinct_users"]);
});

Deno.test("windowQuality() begins with the first hour that is known", () => {
  assert.equal(ask([hour(1, 5)]).expectations[0]!.points.length, 2);
  assert.equal(ask([]).expectations[0]!.points.length, 1);
});

Deno.test("windowQuality() draws bands from the same hour of earlier weeks once there are four", () => {
  const weeks = (count: number) =>
    Array.from({ length: count }, (_, week) => hour(1 + (week + 1) * WEEK_HOURS, 1_000 + week));
  const volume = (windows: IngestWindow[]) =>
    ask(windows).expectations.find(({ metric }) => metric === "row_count")!;
  const early = volume([...weeks(3), hour(1, 10)]);
  assert.deepEqual(early.points.map(({ band, usual }) => [band, usual])[2], [null, null]);
  const known = volume([...weeks(4), hour(1, 10)]), point = known.points[2]!;
  assert.deepEqual(point.band, [1_001.5 - 100.15, 1_001.5 + 100.15]);
  assert.deepEqual([point.usual, point.passed, known.unusual], [false, null, 1]);
  assert.equal(volume([...weeks(4), hour(1, 1_000)]).points[2]!.usual, true);
  // A feed that is dead has a volume: none.
  assert.equal(volume(weeks(4)).points[2]!.usual, false);
});
