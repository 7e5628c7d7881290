// Tests of the whole page: nothing from the data runs, nothing is fetched, every state says what it means.

import assert from "node:assert/strict";
import { renderReportPage as render } from "./ReportPage.tsx";
import type { RunProfile, RunReport } from "../../domain/report.ts";
import { reason } from "../../domain/rule.ts";

const HOSTILE = `</script></style><img src=x onerror="alert('1')">&`;

const REPORT: RunReport = {
  run_id: "run-1",
  started_at: "2024-03-02T18:04:30.000Z",
  finished_at: "2024-03-02T18:04:31.500Z",
  inputs: [{
    ...{ path: "a.csv", bytes: 1_500, sha256: "ab12", rows: 1_000, format: "csv" },
    ignored_columns: ["ab_test"],
  }],
  ledger: { read: 1_000, accepted: 940, duplicate: 30, quarantined: 20, excluded: 10 },
  reasons: { "watch_date.invalid": 20 },
  excluded: { supplemental: 10 },
  excluded_hours: { supplemental: 1.5 },
  users: 12,
  shows: 3,
  first_watch_date: "2024-01-01T10:00:00.000Z",
  last_watch_date: "2024-01-02T10:00:00.000Z",
  qualified_views: 900,
  watch_hours: 512.5,
  binge_views: 90,
  mean_completion_rate: 0.5,
  mean_engagement_score: 0.4,
  unknown_runtime_views: 0,
  output: { path: "out.parquet", rows: 940, bytes: 600, input_bytes: 1_500 },
  expectations: [{
    ...{ id: "quarantine.share", description: "Share of rows that break a rule", observed: 0.02 },
    ...{ limit: "≤ 0.2", passed: true, severity: "error", unit: "share", at_most: 0.2 },
  }],
  seconds: 1.5,
  rows_per_second: 667,
  parameters: { compression: "zstd", catalog: null },
};

const PROFILE: RunProfile = {
  days: [{ day: "2024-01-01", qualified_views: 500, watch_hours: 250 }, {
    ...{ day: "2024-01-02", qualified_views: 400, watch_hours: 262.5 },
  }],
  hours_of_week: Array.from({ length: 7 }, (_, day) => Array(24).fill(day)),
  top_shows: [{
    ...{ show_name: HOSTILE, qualified_views: 900, watch_hours: 512.5 },
    ...{ mean_completion_rate: 0.5, binge_views: 90 },
  }],
  completion_bins: Array(20).fill(45),
  duration_bins: [{ from: 2, to: 30, qualified_views: 300 }, {
    ...{ from: 30, to: null, qualified_views: 600 },
  }],
  quarantine_examples: {
    "watch_date.invalid": [{
      ...{ source: "a.csv", line: 7, offset: 120, raw: `u\u202e,${HOSTILE},12,2024-02-30` },
      reasons: [reason("watch_date.invalid", "watch_date", "2024-02-30")],
    }],
  },
};

const NOTHING: RunReport = {
  ...REPORT,
  ledger: { read: 0, accepted: 0, duplicate: 0, quarantined: 0, excluded: 0 },
  ...{
    reasons: {},
    excluded: {},
    excluded_hours: {},
    users: 0,
    shows: 0,
    qualified_views: 0,
    watch_hours: 0,
  },
  ...{ first_watch_date: null, last_watch_date: null, binge_views: 0, rows_per_second: 0 },
  ...{ mean_completion_rate: null, mean_engagement_score: null, seconds: 0 },
};

const NO_PROFILE: RunProfile = {
  ...{ days: [], hours_of_week: Array.from({ length: 7 }, () => Array(24).fill(0)) },
  ...{ top_shows: [], completion_bins: Array(20).fill(0), duration_bins: [] },
  quarantine_examples: {},
};

function renderReportPage(report: RunReport, profile: RunProfile): string {
  return render({ report, profile, css: ".report { margin: 0 }" });
}

/** The page's text without markup, white space as one blank. */
function textOf(page: string): string {
  return page.replace(/<style>.*?<\/style>/s, "").replace(/<wbr\/>/g, "")
    .replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").replace(/ ([.,])/g, "$1");
}

Deno.test("renderReportPage() escapes what comes from the data", () => {
  const page = renderReportPage({
    ...REPORT,
    ...{ run_id: HOSTILE, parameters: { [HOSTILE]: HOSTILE } },
    inputs: [{ ...REPORT.inputs[0]!, path: HOSTILE, format: HOSTILE, ignored_columns: [HOSTILE] }],
    expectations: [{ ...REPORT.expectations[0]!, id: HOSTILE, description: HOSTILE }],
    skipped: [{ path: HOSTILE, reason: HOSTILE }],
    reasons: { [HOSTILE]: 20 },
    excluded: { [HOSTILE]: 10 },
  }, PROFILE);
  assert(!/<img|<script|<\/script/i.test(page), "no tag from the data");
  assert.equal(page.match(/<\/style>/g)!.length, 1);
  assert(
    page.includes("&lt;/script>&lt;/style>&lt;img src=x onerror=&quot;alert('1')&quot;>&amp;"),
  );
});

Deno.test("renderReportPage() needs nothing but itself and forbids the rest", () => {
  const page = renderReportPage(REPORT, PROFILE);
  assert(!/(src|href)="(?!#|data:)/.test(page), "no reference leaves the page");
  assert(!/url\(|@import|https?:/.test(page), "nothing is loaded");
  assert(page.includes(`content="default-src 'none'; `));
});

Deno.test("renderReportPage() states verdict, sum, size and UTC", () => {
  const text = textOf(renderReportPage(REPORT, PROFILE));
  assert.match(text, /✓ Audit passed/);
  assert.match(
    text,
    /rows read 1,000 accepted = 940 94% duplicates \+ 30 3% quarantined \+ 20 2% excluded \+ 10 1%/,
  );
  assert.match(text, /60% smaller than the input/);
  assert.match(text, /2 Mar 2024, 18:04:31 UTC/);
  assert.match(text, /2% ≤ 20% ✓ holds/);
});

Deno.test("renderReportPage() marks the offending value and shows hidden characters", () => {
  const page = renderReportPage(REPORT, PROFILE);
  assert(page.includes(`,12,</span><mark>2024-02-30</mark>`));
  assert(page.includes(`title="U+202E">U+202E</span>`));
  assert(!page.includes("\u202e"));
});

Deno.test("renderReportPage() says what failed, and that nothing was published", () => {
  const failed = { ...REPORT.expectations[0]!, observed: 0.5, passed: false };
  const page = renderReportPage({ ...REPORT, expectations: [failed] }, PROFILE);
  assert.match(textOf(page), /✗ Audit failed/);
  assert.match(
    textOf(page),
    /did not hold: Share of rows that break a rule\. Nothing was published/,
  );
  const warned = { ...failed, severity: "warning" as const };
  const passed = renderReportPage({ ...REPORT, expectations: [warned] }, PROFILE);
  assert.match(textOf(passed), /✓ Audit passed .* 1 warning to look at/);
});

Deno.test("renderReportPage() says what an empty run means, without NaN or Infinity", () => {
  const page = renderReportPage(NOTHING, NO_PROFILE);
  const text = textOf(page);
  assert.match(
    text,
    /There was no row to read: the inputs hold a header at most\. out\.parquet is a valid, empty/,
  );
  assert.match(text, /No row was read, so none broke a rule/);
  assert.match(text, /No view has a completion rate/);
  assert.match(text, /there is no volume to show/);
  assert(!/NaN|Infinity|undefined|null/.test(text), text);
});

Deno.test("renderReportPage() says nothing of an output that a failed audit did not publish", () => {
  const [expectation] = REPORT.expectations;
  const failed = { ...expectation!, passed: false, severity: "error" as const };
  const text = textOf(renderReportPage({ ...NOTHING, expectations: [failed] }, NO_PROFILE));
  assert.match(text, /Nothing was published, and what stood at out\.parquet before stays/);
  assert(!/valid, empty/.test(text), text);
});

Deno.test("renderReportPage() calls out a ledger that does not balance", () => {
  const lost = { ...REPORT, ledger: { ...REPORT.ledger, read: 1_003 } };
  assert.match(
    textOf(renderReportPage(lost, PROFILE)),
    /✗ Audit failed .* does not add up: 1,000 rows are accounted for, 3 are missing/,
  );
});
