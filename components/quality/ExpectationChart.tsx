// What runs observed, with the limit drawn in the same chart and what is beyond it shaded.

import { formatObserved, formatWhen, groupDigits } from "../../domain/format.ts";
import type { RunResult } from "./expectation_histories.ts";

const HEIGHT = 104, PAD = 12;

/** Nothing where no run observed a number. */
export function ExpectationChart({ results }: { readonly results: readonly RunResult[] }) {
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
