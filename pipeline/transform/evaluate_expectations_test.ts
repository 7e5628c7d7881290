// Tests of the audit: limits and their edges, the ledger, nothing to observe.

import assert from "node:assert/strict";
import { forSparse } from "../../domain/columns.ts";
import type { ContractMetrics, DataContract, Limit } from "../../domain/contract.ts";
import { auditPassed, type RunFigures } from "../../domain/report.ts";
import { contractMetrics } from "./contract_metrics.ts";
import { evaluateExpectations } from "./evaluate_expectations.ts";
import { limitQuarantined } from "./limit_quarantined.ts";

const FIGURES: RunFigures = {
  users: 2,
  shows: 3,
  first_watch_date: "2024-01-01T00:00:00.000Z",
  last_watch_date: "2024-01-02T00:00:00.000Z",
  qualified_views: 8,
  watch_hours: 4,
  binge_views: 0,
  mean_completion_rate: null,
  mean_engagement_score: null,
  unknown_runtime_views: 2,
};

const METRICS: ContractMetrics = contractMetrics({
  ledger: { read: 20, accepted: 10, duplicate: 4, quarantined: 5, excluded: 1 },
  figures: FIGURES,
  minuteUnits: 240n * 1_000_000_000n,
  ingestTimeMs: Date.parse("2024-01-02T06:30:00Z"),
  missingRequiredColumns: 0,
  emptyCells: { ...forSparse(() => 0), episode: 5, device: 10 },
});

function contractOf(limit: Limit, severity: "error" | "warning" = "error"): DataContract {
  const expectation = { id: "q", description: "", metric: "quarantined_share", limit, severity };
  return { id: "c", version: "1", expectations: [{ ...expectation, metric: "quarantined_share" }] };
}

Deno.test("contractMetrics() derives shares, the mean duration and the age of the latest view", () => {
  assert.equal(METRICS.quarantined_share, 0.25);
  assert.equal(METRICS.duplicate_share, 0.2);
  assert.equal(METRICS.excluded_share, 0.05);
  assert.equal(METRICS.unknown_runtime_share, 0.25);
  assert.equal(METRICS.device_null_share, 1);
  assert.equal(METRICS.mean_duration_minutes, 24);
  assert.equal(METRICS.freshness_hours, 6.5);
});

Deno.test("contractMetrics() has the mean of equal durations for what they are, whatever hours come to", () => {
  const { mean_duration_minutes } = contractMetrics({
    ledger: { read: 1, accepted: 1, duplicate: 0, quarantined: 0, excluded: 0 },
    figures: { ...FIGURES, watch_hours: 0.333333333 },
    minuteUnits: 20_000_000_000n,
    ingestTimeMs: 0,
    missingRequiredColumns: 0,
    emptyCells: null,
  });
  assert.equal(mean_duration_minutes, 20);
});

Deno.test("contractMetrics() has 0 for shares of no rows, and no value for means and ages", () => {
  const none = contractMetrics({
    ledger: { read: 0, accepted: 0, duplicate: 0, quarantined: 0, excluded: 0 },
    figures: { ...FIGURES, qualified_views: 0, last_watch_date: null, watch_hours: 0 },
    minuteUnits: 0n,
    ingestTimeMs: 0,
    missingRequiredColumns: 0,
    emptyCells: null,
  });
  assert.equal(none.quarantined_share, 0);
  assert.equal(none.mean_duration_minutes, null);
  assert.equal(none.freshness_hours, null);
  assert.equal(none.episode_null_share, null);
  assert.equal(none.row_count, 0);
});

Deno.test("evaluateExpectations() holds each kind of limit at its edges", () => {
  const cases: [Limit, boolean, string][] = [
    [{ kind: "mustBe", bound: 0.25 }, true, "= 0.25"],
    [{ kind: "mustBe", bound: 0.2 }, false, "= 0.2"],
    [{ kind: "mustBeLessThan", bound: 0.25 }, false, "< 0.25"],
    [{ kind: "mustBeLessOrEqualTo", bound: 0.25 }, true, "≤ 0.25"],
    [{ kind: "mustBeLessOrEqualTo", bound: 0.24 }, false, "≤ 0.24"],
    [{ kind: "mustBeGreaterThan", bound: 0.25 }, false, "> 0.25"],
    [{ kind: "mustBeGreaterOrEqualTo", bound: 0.25 }, true, "≥ 0.25"],
    [{ kind: "mustBeGreaterOrEqualTo", bound: 0.26 }, false, "≥ 0.26"],
    [{ kind: "mustBeBetween", lower: 0.25, upper: 0.3 }, true, "0.25 to 0.3"],
    [{ kind: "mustBeBetween", lower: 0.1, upper: 0.2 }, false, "0.1 to 0.2"],
  ];
  for (const [limit, passed, text] of cases) {
    const result = evaluateExpectations(contractOf(limit), METRICS)[1]!;
    assert.equal(result.passed, passed, text);
    assert.equal(result.limit, text);
    assert.equal(result.observed, 0.25);
    assert.equal(result.unit, "share");
  }
});

Deno.test("evaluateExpectations() always checks the ledger first", () => {
  const contract: DataContract = { id: "c", version: "1", expectations: [] };
  const [balanced] = evaluateExpectations(contract, METRICS);
  assert.equal(balanced!.id, "ledger.balances");
  assert.equal(balanced!.passed, true);
  assert.equal(balanced!.observed, "20 = 10 + 4 + 5 + 1");
  const [lost] = evaluateExpectations(contract, { ...METRICS, row_count: 21 });
  assert.equal(lost!.passed, false);
  assert.equal(lost!.observed, "21 ≠ 10 + 4 + 5 + 1");
  assert.equal(lost!.severity, "error");
});

Deno.test("evaluateExpectations() fails a metric without a value, and says so", () => {
  const contract = contractOf({ kind: "mustBeLessOrEqualTo", bound: 0 });
  const result = evaluateExpectations(contract, { ...METRICS, quarantined_share: null })[1]!;
  assert.equal(result.passed, false);
  assert.equal(result.observed, null);
});

Deno.test("auditPassed() fails on an error only", () => {
  const limit: Limit = { kind: "mustBe", bound: 0 };
  assert.equal(auditPassed(evaluateExpectations(contractOf(limit, "error"), METRICS)), false);
  assert.equal(auditPassed(evaluateExpectations(contractOf(limit, "warning"), METRICS)), true);
});

Deno.test("limitQuarantined() lets the command line override the contract's limit", () => {
  const own = contractOf({ kind: "mustBeLessOrEqualTo", bound: 0.01 }, "warning");
  assert.equal(limitQuarantined(own, null), own);
  const [limit, ...others] = limitQuarantined(own, 0.5).expectations;
  assert.deepEqual(limit!.limit, { kind: "mustBeLessOrEqualTo", bound: 0.5 });
  assert.equal(limit!.severity, "error");
  assert.equal(limit!.id, "q");
  assert.equal(others.length, 0);
});

Deno.test("limitQuarantined() brings back the default limit when the contract has none", () => {
  const none: DataContract = { id: "c", version: "1", expectations: [] };
  const [limit] = limitQuarantined(none, null).expectations;
  assert.deepEqual(limit!.limit, { kind: "mustBeLessOrEqualTo", bound: 0.2 });
});
