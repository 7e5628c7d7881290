// Every expectation of the data contract: held or not, the observed value, the limit.

import type { ExpectationResult } from "../../../domain/report.ts";
import { formatCount, formatDecimal, formatShare } from "./format.ts";
import { type Markup, markup } from "./markup.ts";

const OUTCOMES = {
  passed: { glyph: "✓", word: "Passed" },
  failed: { glyph: "✕", word: "Failed" },
  warned: { glyph: "!", word: "Warning" },
} as const;

/** The section on the data contract; what did not hold comes first. */
export function expectationList(expectations: readonly ExpectationResult[]): Markup {
  const order = ["failed", "warned", "passed"];
  const sorted = [...expectations].sort((a, b) =>
    order.indexOf(outcomeOf(a)) - order.indexOf(outcomeOf(b))
  );
  return markup`<section id="contract" aria-labelledby="contract-title">
<h2 id="contract-title">Data contract</h2>
<p class="lead">An expectation of severity <i>error</i> that does not hold stops publication; a
<i>warning</i> is shown only.</p>
${
    expectations.length === 0
      ? markup`<p class="empty">This run was held against no expectation.</p>`
      : markup`<ul class="expectations">${sorted.map(expectation)}</ul>`
  }</section>`;
}

/** How an expectation came out, as the page names it. */
export function outcomeOf(result: ExpectationResult): keyof typeof OUTCOMES {
  if (result.passed) return "passed";
  return result.severity === "error" ? "failed" : "warned";
}

function expectation(result: ExpectationResult): Markup {
  const outcome = outcomeOf(result);
  const { glyph, word } = OUTCOMES[outcome];
  const { id, description, severity } = result;
  return markup`<li class="expectation ${outcome}">
<span class="badge ${outcome}"><span aria-hidden="true">${glyph}</span> ${word}</span>
<div><h3>${description}</h3><p class="id">${id} · ${severity}</p></div>
<div class="expectation-value"><p><b>${observedText(result)}</b>
<span class="limit">${limitText(result)}</span></p>${limitGauge(result)}</div></li>`;
}

function observedText({ observed, unit }: ExpectationResult): string {
  if (observed === null) return "nothing to observe";
  if (typeof observed === "number") return valueText(observed, unit);
  return observed.replace(/\d{4,}/g, (digits) => formatCount(Number(digits)));
}

function valueText(value: number, unit: ExpectationResult["unit"]): string {
  if (unit === "share") return formatShare(value);
  if (unit === "hours" || unit === "minutes") return `${formatDecimal(value)} ${unit}`;
  if (unit === undefined) return formatDecimal(value);
  return unit === "count" ? formatCount(value) : `${formatCount(value)} ${unit}`;
}

/** The limit as the contract words it, with a share's bounds as the percentages they are. */
function limitText({ limit, unit }: ExpectationResult): string {
  if (unit === undefined) return `expected: ${limit}`;
  if (unit !== "share") return `limit ${limit}`;
  const percentages = limit.replace(
    /\d+(\.\d+)?(e-\d+)?/g,
    (bound) => formatShare(Number(bound)),
  );
  return `limit ${percentages}`;
}

/**
 * The gauge of a numeric expectation with at least one bound; null for the others. The scale starts
 * at 0 and ends a quarter beyond the largest of value and bounds (a share's at 1 at the latest).
 */
function limitGauge(result: ExpectationResult): Markup | null {
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
