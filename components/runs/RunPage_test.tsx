// Tests that a run's page says what was left out, and nothing of what went with a removed import.

import assert from "node:assert/strict";
import { render } from "preact-render-to-string";
import type { RunAnswer } from "../../domain/report.ts";
import { RunPage } from "./RunPage.tsx";

const RUN = {
  ...{
    run_id: "r-1",
    started_at: "2026-01-01T00:00:00.000Z",
    removed_at: null,
    older_rules: false,
  },
  ledger: { read: 12, accepted: 9, duplicate: 0, quarantined: 1, excluded: 2 },
  ...{ excluded: { supplemental: 2, autoplayed: 0 }, excluded_hours: { supplemental: 1.5 } },
  inputs: [{
    ...{ path: "a.zip", bytes: 10, sha256: "0", rows: 12, format: "netflix.zip" },
    ...{ ignored_columns: ["Bookmark"], member: "ViewingActivity.csv" },
  }],
  ...{ expectations: [], parameters: {}, first_watch_date: null, last_watch_date: null },
  ...{ qualified_views: 9, watch_hours: 3, binge_views: 0, users: 1, shows: 1 },
  ...{ mean_completion_rate: null, mean_engagement_score: null, unknown_runtime_views: 0 },
  output: { path: "a.parquet", rows: 9, bytes: 5, input_bytes: 10 },
  ...{ seconds: 1, rows_per_second: 12 },
} as unknown as RunAnswer;

function textOf(run: RunAnswer): string {
  const page = render(<RunPage run={run} others={[]} again={null} remove={null} />);
  return page.replace(/<[^>]*>/g, "").replace(/\s+/g, " ");
}

Deno.test("RunPage() tells what was left out on purpose, with its hours", () => {
  assert.match(
    textOf(RUN),
    /Left out on purposetrailers and extras supplemental2 rows, 1\.5 hours/,
  );
  assert(!/autoplayed/.test(textOf(RUN)));
  assert(!/Left out/.test(textOf({ ...RUN, excluded: {}, excluded_hours: {} })));
});

Deno.test("RunPage() parts what it says of an input, and leads to its bad rows where there are any", () => {
  assert.match(textOf(RUN), /10 bytes · in it: ViewingActivity\.csv · ignored columns: Bookmark/);
  assert.match(textOf(RUN), /Quarantined rows/);
  const clean = { ...RUN, ledger: { ...RUN.ledger, quarantined: 0 } };
  assert(!/Quarantined rows/.test(textOf(clean)));
});

Deno.test("RunPage() leads to no file that went with a removed import", () => {
  assert.match(textOf(RUN), /Explore the files/);
  const expectation = { id: "a", description: "a", observed: 0, limit: "≥ 1", severity: "error" };
  const failed = { ...RUN, expectations: [{ ...expectation, passed: false }] } as RunAnswer;
  assert.match(textOf(failed), /Not published: the audit failed/);
  const removed = textOf({ ...RUN, removed_at: "2026-01-02T00:00:00.000Z" });
  assert.match(removed, /no figure counts them.*went with its rows/);
  assert(!/Explore the files/.test(removed));
});
