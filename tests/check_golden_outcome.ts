// Compares what an ETL made of a golden case with what is expected of it.

import assert from "node:assert/strict";
import { COLUMNS, DIMENSIONS } from "../domain/columns.ts";
import type { RunFigures } from "../domain/report.ts";
import type { QuarantinedRow } from "../domain/rule.ts";
import { formatInstant } from "../domain/instant.ts";
import type { EnrichedView } from "../domain/view.ts";
import type { GoldenCase, GoldenQuarantine, GoldenRow } from "./golden_cases.ts";
import type { OracleOutcome } from "./oracle/oracle_etl.ts";

/** Throws an AssertionError on the first difference; rates and hours may differ by 10⁻⁹. */
export function checkGoldenOutcome({ name, expected }: GoldenCase, outcome: OracleOutcome): void {
  assert.deepEqual(outcome.ledger, expected.ledger, `ledger of ${name}`);
  assert.deepEqual(outcome.reasons, expected.reasons, `reasons of ${name}`);
  assert.deepEqual(outcome.excluded, expected.excluded, `excluded of ${name}`);
  for (const [id, hours] of Object.entries(expected.excluded_hours ?? {})) {
    const found = outcome.excludedHours[id] ?? NaN;
    assert.ok(Math.abs(found - hours) <= 1e-9, `hours ${id} of ${name} are ${found}, not ${hours}`);
  }
  assert.deepEqual(outcome.quarantine.map(goldenQuarantine), expected.quarantine, name);
  const rows = outcome.rows.map(goldenRow);
  assert.equal(rows.length, expected.rows.length, `rows of ${name}`);
  expected.rows.forEach((row, index) =>
    checkNumbers(rows[index] ?? {}, row, `${name} row ${index}`)
  );
  const named = Object.keys(expected.figures) as (keyof RunFigures)[];
  const figures = Object.fromEntries(
    named.map((figure) => [figure, outcome.figures[figure] ?? null]),
  );
  checkNumbers(figures, { ...expected.figures }, `figures of ${name}`);
}

function checkNumbers(actual: GoldenRow, expected: GoldenRow, what: string): void {
  assert.deepEqual(Object.keys(actual), Object.keys(expected), what);
  for (const [key, value] of Object.entries(expected)) {
    const found = actual[key];
    // Rates and hours are rounded; a duration is the input's own number.
    const isExact = typeof value !== "number" || key === "watch_duration_minutes";
    if (isExact || typeof found !== "number") assert.equal(found, value, `${key} of ${what}`);
    else assert.ok(Math.abs(found - value) <= 1e-9, `${key} of ${what} is ${found}, not ${value}`);
  }
}

function goldenRow(view: EnrichedView): GoldenRow {
  // A column that few outputs have is told where it says something.
  const told = DIMENSIONS.filter((name) =>
    view[name] !== null || COLUMNS[name].dimension.isAlwaysWritten
  );
  return {
    user_id: view.userId,
    show_name: view.showName,
    watch_duration_minutes: view.watchMinutes,
    watch_date: formatInstant(view.startMs),
    completion_rate: view.completionRate,
    is_binge_session: view.isBingeSession,
    engagement_score: view.engagementScore,
    episode: view.episode,
    ...Object.fromEntries(told.map((name) => [name, view[name]])),
    sitting_start: formatInstant(view.sittingStartMs),
  };
}

function goldenQuarantine(row: QuarantinedRow): GoldenQuarantine {
  const rules = row.reasons.map(({ rule, field }) => field === null ? rule : `${rule} ${field}`);
  const { source, line, offset, raw } = row;
  const place = { source, line, offset, rules, raw };
  return row.encoding === undefined ? place : { ...place, encoding: row.encoding };
}
