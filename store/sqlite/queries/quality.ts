// How good the rows were, by hour of ingest, and the expectations of runs.

import type { QualityAnswer } from "../../../domain/answers.ts";
import { formatInstant } from "../../../domain/instant.ts";
import { balances } from "../../../domain/ledger.ts";
import { HOUR_MS } from "../../../domain/time.ts";
import { LEDGER_COLUMNS, ledgerOf } from "./ledger_answer.ts";
import { runs } from "./runs.ts";
import type { StoreContext } from "./store_context.ts";

const MAX_HOURS = 168, MAX_RUNS = 50;

/** The last hours in which anything was taken in, and the last runs. */
export function quality(context: StoreContext): QualityAnswer {
  const { reader } = context;
  const total = ledgerOf(reader.first(`SELECT ${LEDGER_COLUMNS} FROM ledger`)!);
  const hours = reader.rows(
    `SELECT hour, ${LEDGER_COLUMNS} FROM ledger GROUP BY hour ORDER BY hour DESC LIMIT ${MAX_HOURS}`,
  ).reverse();
  const reasons = reader.rows<[number, string, number]>(
    `SELECT hour, rule, sum(rows) FROM reasons WHERE hour >= ? GROUP BY hour, rule HAVING sum(rows) > 0
      ORDER BY hour, rule`,
    hours[0]?.[0] ?? 0,
  );
  const reasonsOf = Map.groupBy(reasons, ([hour]) => hour);
  const all = reader.rows<[string, number]>(
    `SELECT rule, sum(rows) FROM reasons GROUP BY rule ORDER BY rule`,
  );
  return {
    ledger: { ...total, balanced: balances(total) },
    reasons: Object.fromEntries(all.filter(([, rows]) => rows > 0)),
    hours: hours.map((row) => ({
      start: formatInstant(row[0] * HOUR_MS),
      ...ledgerOf(row, 1),
      reasons: Object.fromEntries((reasonsOf.get(row[0]) ?? []).map(([, rule, n]) => [rule, n])),
    })),
    runs: runs(context).slice(0, MAX_RUNS).reverse().map((report) => ({
      run_id: report.run_id,
      started_at: report.started_at,
      expectations: report.expectations,
    })),
  };
}
