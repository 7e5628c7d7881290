// Compares the real ETL's outcome with the oracle's: row for row, reason for reason.

import assert from "node:assert/strict";
import type { RunFigures } from "../../domain/report.ts";
import type { QuarantinedRow } from "../../domain/rule.ts";
import type { OracleOutcome } from "../oracle/oracle_etl.ts";

/** Throws an AssertionError that shows the first difference. */
export function checkSameOutcome(actual: OracleOutcome, expected: OracleOutcome): void {
  checkSameList("quarantined row", actual.quarantine.map(shown), expected.quarantine.map(shown));
  const rows = expected.rows.map((row) => ({ ...row, eventId: null }));
  checkSameList("row", actual.rows, rows);
  assert.deepEqual(actual.ledger, expected.ledger, "the ledger differs");
  assert.deepEqual(actual.reasons, expected.reasons, "the reasons differ");
  assert.deepEqual(actual.excluded, expected.excluded, "the exclusions differ");
  const hours = Object.entries(expected.excludedHours);
  assert.equal(Object.keys(actual.excludedHours).length, hours.length);
  for (const [id, value] of hours) checkFigure(`hours ${id}`, actual.excludedHours[id], value);
  for (const name of Object.keys(expected.figures) as (keyof RunFigures)[]) {
    checkFigure(name, actual.figures[name], expected.figures[name]);
  }
}

function checkSameList(
  what: string,
  actual: readonly unknown[],
  expected: readonly unknown[],
): void {
  for (let i = 0; i < Math.min(actual.length, expected.length); i++) {
    assert.deepEqual(
      actual[i],
      expected[i],
      `${what} ${i} differs: ${difference(actual[i], expected[i])}`,
    );
  }
  const longer = actual.length > expected.length ? actual : expected;
  const next = JSON.stringify(longer[Math.min(actual.length, expected.length)]);
  assert.equal(
    actual.length,
    expected.length,
    `the number of ${what}s differs; the next is ${next}`,
  );
}

function difference(actual: unknown, expected: unknown): string {
  return `${JSON.stringify(actual)} is not ${JSON.stringify(expected)}`;
}

/** The value shown for a row as a whole is free text; fields' values are compared as they came. */
function shown(row: QuarantinedRow): QuarantinedRow {
  const reasons = row.reasons.map((each) => each.field === null ? { ...each, value: null } : each);
  return { ...row, reasons };
}

function checkFigure(name: string, actual: unknown, expected: unknown): void {
  if (typeof actual === "number" && typeof expected === "number") {
    // Hours and means are rounded by the report and summed in another order here.
    const close = Math.abs(actual - expected) <= 1e-9 * Math.max(1, Math.abs(expected));
    assert.ok(close, `${name} is ${actual}, not ${expected}`);
  } else {
    assert.equal(actual, expected, `${name} differs`);
  }
}
