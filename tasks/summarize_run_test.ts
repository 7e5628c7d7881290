// Tests of the summary that a person reads after a run: the ledger, what was left out, and what came of it.

import assert from "node:assert/strict";
import type { ExpectationResult, RunReport } from "../domain/report.ts";
import { summarizeRun } from "./summarize_run.ts";

const REPORT: RunReport = {
  run_id: "r1",
  started_at: "2024-06-01T12:00:00.000Z",
  finished_at: "2024-06-01T12:00:01.500Z",
  inputs: [],
  ledger: { read: 12_000, accepted: 11_900, duplicate: 50, quarantined: 40, excluded: 10 },
  reasons: { "watch_date.invalid": 40 },
  excluded: { supplemental: 10 },
  excluded_hours: { supplemental: 1.25 },
  users: 1_300,
  shows: 20,
  first_watch_date: "2024-01-01T00:00:00.000Z",
  last_watch_date: "2024-05-31T00:00:00.000Z",
  qualified_views: 11_000,
  watch_hours: 4_321.56,
  binge_views: 2_500,
  mean_completion_rate: 0.5,
  mean_engagement_score: 0.4,
  unknown_runtime_views: 0,
  output: { path: "out/v.parquet", rows: 11_900, bytes: 150_000, input_bytes: 1_000_000 },
  expectations: [],
  seconds: 1.54,
  rows_per_second: 8_000,
  parameters: {},
};

/** The report with one expectation, as it came out. */
function withExpectation(result: Pick<ExpectationResult, "passed" | "severity">): RunReport {
  const expectation = { id: "e", description: "Few bad rows", observed: 0.3, limit: "≤ 0.2" };
  return { ...REPORT, expectations: [{ ...expectation, ...result }] };
}

const lastLine = (text: string) => text.split("\n").at(-1)!;

Deno.test("summarizeRun() adds the ledger up, names reasons, and says what was written", () => {
  assert.deepEqual(summarizeRun(REPORT, true).split("\n"), [
    "12,000 rows = 11,900 accepted + 50 duplicate + 40 quarantined + 10 excluded",
    "  quarantined 40 × watch_date.invalid",
    "  excluded 10 × supplemental, 1.3 hours",
    "11,000 views by 1,300 users of 20 shows, 4,321.6 hours, 2,500 in binges",
    "out/v.parquet: 150 kB, 85% smaller than its input; 1.5 s, 8,000 rows/s",
  ]);
});

Deno.test("summarizeRun() says that nothing was published", () => {
  const line = lastLine(summarizeRun(REPORT, false));
  assert.equal(line, "out/v.parquet was not published; 1.5 s, 8,000 rows/s");
});

Deno.test("summarizeRun() tells failures from warnings and is silent about what passed", () => {
  const lineOf = (result: Pick<ExpectationResult, "passed" | "severity">) =>
    summarizeRun(withExpectation(result), true).split("\n").find((line) => line.includes("Few"));
  assert.equal(
    lineOf({ passed: false, severity: "error" }),
    "FAILED  Few bad rows: 0.3, expected ≤ 0.2",
  );
  assert.equal(
    lineOf({ passed: false, severity: "warning" }),
    "warning  Few bad rows: 0.3, expected ≤ 0.2",
  );
  assert.equal(lineOf({ passed: true, severity: "error" }), undefined);
});

Deno.test("summarizeRun() gives sizes in a fitting unit, and no saving where there is none", () => {
  const sized = (bytes: number, inputBytes: number) => {
    const output = { ...REPORT.output, bytes, input_bytes: inputBytes };
    return lastLine(summarizeRun({ ...REPORT, output }, true)).split(";")[0];
  };
  assert.equal(sized(9_999, 5_000), "out/v.parquet: 10 kB");
  assert.equal(sized(9_999_900, 0), "out/v.parquet: 10 MB");
  assert.equal(
    sized(12_340_000, 20_000_000),
    "out/v.parquet: 12.3 MB, 38.3% smaller than its input",
  );
});
