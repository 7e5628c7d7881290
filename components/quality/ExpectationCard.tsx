// One expectation of the contract: whether it holds, what was observed over runs, and where to look.

import type { ComponentChildren } from "preact";
import type { ExpectationHistory, RunResult } from "./expectation_histories.ts";
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

const HEIGHT = 104, PAD = 12;

/** Nothing where no run observed a number. */
function ExpectationChart({ results }: { readonly results: readonly RunResult[] }) {
  const latest = results[results.length - 1]!;
  const values = results.flatMap(({ observed }) => typeof observed === "number" ? [observed] : []);
  if (values.length === 0) return null;
  const { at_least: least, at_most: most, unit } = latest;
  const limits = [least, most].filter((limit) => limit !== undefined);
  const high = Math.max(...values, ...limits), low = Math.min(0, ...values, ...limits);
  const span = high - low || 1;
  const y = (value: number) => round(PAD + (1 - (value - low) / span) * (HEIGHT - 2 * PAD));
  const x = (index: number) =>
    results.length === 1 ? 50 : round(4 + index / (results.length - 1) * 92);
  const points = results.flatMap((result, index) =>
    typeof result.observed === "number" ? [{ result, x: x(index), y: y(result.observed) }] : []
  );
  return (
    <svg
      class="expectation-plot"
      width="100%"
      height={HEIGHT}
      role="group"
      aria-label={`Observed in ${results.length === 1 ? "one run" : `${results.length} runs`}, ` +
        `last ${formatObserved(latest.observed, unit)}, limit ${groupDigits(latest.limit)}`}
    >
      {most !== undefined && <rect class="beyond" width="100%" height={y(most)} />}
      {least !== undefined && (
        <rect class="beyond" width="100%" y={y(least)} height={HEIGHT - y(least)} />
      )}
      {limits.map((limit, index) => (
        <g key={index}>
          <line class="limit" x1="0" x2="100%" y1={y(limit)} y2={y(limit)} />
          <text class="limit-text" x="99%" y={labelY(y(limit))} text-anchor="end">
            {formatObserved(limit, unit)}
          </text>
        </g>
      ))}
      {points.slice(1).map((point, index) => (
        <line
          key={point.result.run_id}
          class="observed-line"
          x1={`${points[index]!.x}%`}
          y1={points[index]!.y}
          x2={`${point.x}%`}
          y2={point.y}
        />
      ))}
      {points.map(({ result, x, y }) => (
        <a key={result.run_id} href={`/runs/${encodeURIComponent(result.run_id)}`}>
          <title key="tip">
            {`${formatWhen(result.started_at)}: ${formatObserved(result.observed, unit)}, ` +
              `${result.passed ? "within" : "beyond"} ${result.limit}`}
          </title>
          <circle
            class={result.passed ? "observed" : "observed failed"}
            cx={`${x}%`}
            cy={y}
            r="4"
          />
        </a>
      ))}
    </svg>
  );
}

/** Above its line, unless that is at the very top. */
function labelY(y: number): number {
  return y < 18 ? y + 13 : y - 4;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
