// One expectation's value against its limit, as a line: the allowed range, the limit, where the run is.

import type { ExpectationResult } from "../../../domain/report.ts";
import { type Markup, markup } from "./markup.ts";

/**
 * The gauge of a numeric expectation with at least one bound; null for the others. The scale starts
 * at 0 and ends a quarter beyond the largest of value and bounds (a share's at 1 at the latest).
 */
export function limitGauge(result: ExpectationResult): Markup | null {
  const { observed, at_least: low, at_most: high } = result;
  if (typeof observed !== "number" || (low === undefined && high === undefined)) return null;
  const end = scaleEnd(result, observed);
  const at = (value: number) => Math.min(Math.max(value / end, 0), 1) * 100;
  const from = at(low ?? 0), to = high === undefined ? 100 : at(high);
  return markup`<div class="gauge" aria-hidden="true">
<span class="gauge-allowed" style="left:${from}%;width:${Math.max(to - from, 0.4)}%"></span>
${low !== undefined && markup`<span class="gauge-limit" style="left:${from}%"></span>`}
${high !== undefined && markup`<span class="gauge-limit" style="left:${to}%"></span>`}
<span class="gauge-value" style="left:${at(observed)}%"></span></div>`;
}

function scaleEnd(result: ExpectationResult, observed: number): number {
  const reach = Math.max(observed, result.at_least ?? 0, result.at_most ?? 0) * 1.25;
  if (reach <= 0) return 1;
  return result.unit === "share" && reach > 1 ? Math.max(1, observed) : reach;
}
