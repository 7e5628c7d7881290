// One expectation of the contract: whether it holds, what was observed over runs, and where to look.

import type { ComponentChildren } from "preact";
import type { ExpectationHistory } from "./expectation_histories.ts";
import { ExpectationChart } from "./ExpectationChart.tsx";
import { formatObserved, formatWhen, groupDigits } from "../../domain/format.ts";

/** Where the rows behind an expectation are; others lead to the run. */
const ROWS_OF: Readonly<Record<string, string>> = {
  "quarantine.share": "/quality/quarantine",
};

/** `children` stand below, as the way to change the limit. */
export function ExpectationCard({ history, children }: {
  readonly history: ExpectationHistory;
  readonly children?: ComponentChildren;
}) {
  const { id, latest, results } = history;
  const failed = results.filter(({ passed }) => !passed).length;
  const rows = ROWS_OF[id];
  return (
    <li class={`card expectation ${latest.passed ? "" : latest.severity}`}>
      <div class="expectation-head">
        <h3>{latest.description}</h3>
        <span
          class={`badge ${latest.passed ? "good" : latest.severity === "error" ? "bad" : "warn"}`}
        >
          {latest.passed ? "✓ holds" : latest.severity === "error" ? "✗ fails" : "! warns"}
        </span>
      </div>
      <p class="muted mono expectation-id">{id}</p>
      <p class="expectation-value num">
        <strong>{formatObserved(latest.observed, latest.unit)}</strong>{" "}
        {typeof latest.observed !== "string" && (
          <span class="muted">limit {groupDigits(latest.limit)}</span>
        )}
      </p>
      <ExpectationChart results={results} />
      <svg class="outcomes" width="100%" height="8" aria-hidden="true">
        {results.map((result, index) => (
          <rect
            key={result.run_id}
            class={result.passed ? "outcome-good" : "outcome-bad"}
            x={`${index / results.length * 100}%`}
            width={`${(results.length === 1 ? 100 : 92) / results.length}%`}
            height="8"
            rx="2"
          />
        ))}
      </svg>
      <p class="muted note">
        {failed === 0
          ? `Held in ${results.length === 1 ? "the one run" : `all ${results.length} runs`} so far`
          : `Failed in ${failed} of ${results.length} runs`} ·{" "}
        <a href={`/runs/${encodeURIComponent(latest.run_id)}`}>
          run of {formatWhen(latest.started_at)}
        </a>
        {rows !== undefined && (
          <>
            {" "}· <a href={rows}>the rows</a>
          </>
        )}
      </p>
      {children}
    </li>
  );
}
