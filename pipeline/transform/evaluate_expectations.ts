// Holds what a run measured against its data contract.

import type { ContractMetrics, DataContract, Expectation } from "../../domain/contract.ts";
import { CONTRACT_METRICS, LEDGER_CHECK_ID } from "../../domain/contract.ts";
import { describeLimit, holds, rangeOf } from "../../domain/limit.ts";
import type { ExpectationResult } from "../../domain/report.ts";

/**
 * One result for the ledger, which is always checked, and one for each expectation, in the
 * contract's order. A metric without a value (`observed: null`) fails: what cannot be observed, the
 * contract was not kept in.
 */
export function evaluateExpectations(
  contract: DataContract,
  observed: ContractMetrics,
): ExpectationResult[] {
  return [
    checkLedger(observed),
    ...contract.expectations.map((expectation) =>
      checkExpectation(expectation, observed[expectation.metric])
    ),
  ];
}

function checkLedger(observed: ContractMetrics): ExpectationResult {
  const read = observed.row_count ?? 0;
  const parts = [
    observed.accepted_rows ?? 0,
    observed.duplicate_rows ?? 0,
    observed.quarantined_rows ?? 0,
    observed.excluded_rows ?? 0,
  ];
  const sum = parts.reduce((total, part) => total + part, 0);
  return {
    id: LEDGER_CHECK_ID,
    description: "Every row read is accepted, a duplicate, quarantined or excluded",
    observed: `${read} ${read === sum ? "=" : "≠"} ${parts.join(" + ")}`,
    limit: "read = accepted + duplicate + quarantined + excluded",
    passed: read === sum,
    severity: "error",
  };
}

function checkExpectation(expectation: Expectation, observed: number | null): ExpectationResult {
  const { id, description, metric, limit, severity } = expectation;
  return {
    id,
    description,
    observed,
    limit: describeLimit(limit),
    passed: observed !== null && holds(limit, observed),
    severity,
    unit: CONTRACT_METRICS[metric].unit,
    ...rangeOf(limit),
  };
}
