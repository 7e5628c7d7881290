// A chart of bars with a zero line, round ticks and labels that stay readable at any width.

import { formatCompact } from "./format.ts";
import { type Markup, markup } from "./markup.ts";

/** A label under the bars; `at` is 0–1 from left to right. Minor ones are left out on a phone. */
export interface AxisLabel {
  readonly text: string;
  readonly at: number;
  readonly minor?: boolean;
}

/** What a bar chart needs. */
export interface BarChart {
  readonly title: string;
  /** What the height means, with its unit. */
  readonly unit: string;
  /** One sentence that says what there is to see. */
  readonly finding: string;
  /** `detail` is shown when the pointer rests on the bar. */
  readonly bars: readonly { readonly value: number; readonly detail: string }[];
  /** What the position means; empty when the labels say it. */
  readonly across: string;
  readonly labels: readonly AxisLabel[];
  readonly table: DataTable;
  /** Whether values are counts, whose axis needs no fractions. */
  readonly whole: boolean;
}

/** The chart as a figure, with its table. */
export function barChart(chart: BarChart): Markup {
  const ticks = niceTicks(Math.max(0, ...chart.bars.map(({ value }) => value)), chart.whole);
  const top = ticks.at(-1)!;
  return markup`<figure class="chart"><figcaption><h3>${chart.title}</h3>
<p class="unit">${chart.unit}</p><p class="finding">${chart.finding}</p></figcaption>
<div class="plot"><div class="axis-y" aria-hidden="true">${
    ticks.map((tick) =>
      markup`<span style="bottom:${tick / top * 100}%">${formatCompact(tick)}</span>`
    )
  }</div>
${marks(chart, top)}
<div class="axis-x" aria-hidden="true">${chart.labels.map(axisLabel)}</div></div>
${chart.across !== "" && markup`<p class="across" aria-hidden="true">${chart.across}</p>`}
${dataTable(chart.table)}</figure>`;
}

/** The bars in a plane of one unit a bar by 100, stretched to whatever room there is. */
function marks(chart: BarChart, top: number): Markup {
  const count = Math.max(1, chart.bars.length);
  const gap = count > 120 ? 0 : count > 40 ? 0.16 : 0.12;
  const bars = chart.bars.map(({ value, detail }, index) => {
    // A bar that stands for something is never too low to see.
    const height = value > 0 ? Math.max(value / top * 100, 0.8) : 0;
    return markup`
      <g>
        <title>${detail}</title>
        <rect class="hit" x="${index}" y="0" width="1" height="100" />
        <rect class="bar" x="${round(index + gap / 2)}" y="${round(100 - height)}" width="${
      round(
        1 - gap,
      )
    }" height="${round(height)}" />
      </g>
    `;
  });
  const lines = niceTicks(top, chart.whole).map((tick) => {
    const y = round(100 - tick / top * 100);
    return markup`
      <line x1="0" x2="${count}" y1="${y}" y2="${y}" />
    `;
  });
  return markup`
    <svg viewBox="0 0 ${count} 100" preserveAspectRatio="none" role="img"
      aria-label="${chart.title}. ${chart.finding}">
    <g class="grid">${lines}</g>${bars}</svg>
  `;
}

function axisLabel({ text, at, minor }: AxisLabel): Markup {
  const edge = at < 0.04 ? "from-left" : at > 0.96 ? "from-right" : "centred";
  const place = edge === "from-right"
    ? `right:${round((1 - at) * 100)}%`
    : `left:${round(at * 100)}%`;
  return markup`<span class="${edge}${minor === true && " minor"}" style="${place}">${text}</span>`;
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}

/** A table; the first column is each row's heading. */
interface DataTable {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The table inside `details`, scrolling by itself when it is long. */
function dataTable({ caption, columns, rows }: DataTable): Markup {
  return markup`
    <details class="numbers">
      <summary>Numbers<span class="visually-hidden">: ${caption}</span></summary>
      <div class="scroll" tabindex="0" role="region" aria-label="${caption}">
        <table>
          <caption>${caption}</caption>
          <thead>
            <tr>${columns.map((column) => markup`<th scope="col">${column}</th>`)}</tr>
          </thead>
          <tbody>${
    rows.map(([head, ...cells]) =>
      markup`<tr><th scope="row">${head ?? ""}</th>${
        cells.map((cell) => markup`<td>${cell}</td>`)
      }</tr>`
    )
  }</tbody>
        </table>
      </div>
    </details>
  `;
}

/**
 * Ticks from 0 to the first round number at or above `max`, in steps of 1, 2 or 5 × 10ⁿ; at most
 * six. Whole steps only when `whole` (counts have no halves). An empty axis is 0 to 1.
 *
 * @example
 * ```ts
 * import { niceTicks } from "./bar_chart.ts";
 * const ticks = niceTicks(87);
 * if (ticks.join() !== "0,20,40,60,80,100") throw new Error(ticks.join());
 * ```
 */
export function niceTicks(max: number, whole = false): number[] {
  if (!(max > 0)) return [0, 1];
  const rough = max / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power * 1.25 >= rough)!;
  const step = whole ? Math.max(1, factor * power) : factor * power;
  const count = Math.ceil(max / step - 1e-9);
  // Dividing by the reciprocal keeps 3 × 0.1 from becoming 0.30000000000000004.
  return Array.from(
    { length: count + 1 },
    (_, n) => step < 1 ? n / Math.round(1 / step) : n * step,
  );
}
