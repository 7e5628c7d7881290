// The expectations of all runs, turned round: each expectation with what every run observed.

import type { QualityAnswer } from "../../domain/answers.ts";
import type { ExpectationResult } from "../../domain/report.ts";

/** What one run observed. */
export interface RunResult extends ExpectationResult {
  readonly run_id: string;
  readonly started_at: string;
}

/** One expectation; `results` oldest first, the last one by the newest run that tried it. */
export interface ExpectationHistory {
  readonly id: string;
  readonly latest: RunResult;
  readonly results: readonly RunResult[];
}

/** Failing ones first, then in the newest run's order. */
export function expectationHistories(runs: QualityAnswer["runs"]): ExpectationHistory[] {
  const results = new Map<string, RunResult[]>();
  for (const { run_id, started_at, expectations } of runs) {
    for (const result of expectations) {
      const list = results.get(result.id) ?? [];
      list.push({ ...result, run_id, started_at });
      results.set(result.id, list);
    }
  }
  const order = runs.at(-1)?.expectations.map(({ id }) => id) ?? [];
  const place = (id: string) => order.includes(id) ? order.indexOf(id) : order.length;
  return [...results].map(([id, list]) => ({ id, latest: list[list.length - 1]!, results: list }))
    .sort((a, b) => Number(a.latest.passed) - Number(b.latest.passed) || place(a.id) - place(b.id));
}
