// How far views get, and how long they last: two histograms.

import type { RunProfile } from "../../../domain/report.ts";
import { type AxisLabel, barChart } from "./bar_chart.ts";
import { formatCount, formatShare } from "./format.ts";
import { type Markup, markup } from "./markup.ts";

type DurationBins = RunProfile["duration_bins"];

/** The section on distributions. */
export function distributionCharts(profile: RunProfile): Markup {
  return markup`
    <section id="distributions" aria-labelledby="distributions-title">
      <h2 id="distributions-title">Completion and duration</h2>
      <div class="pair">${completionChart(profile.completion_bins)}${
    durationChart(
      profile.duration_bins,
    )
  }</div>
    </section>
  `;
}

function completionChart(bins: readonly number[]): Markup {
  const total = sumOf(bins);
  if (total === 0) {
    return markup`
      <div class="chart">
        <h3>Completion</h3>
        <p class="empty">No view has a completion rate, as no
      runtime is known. A catalog (<code>--catalog</code>), or 20 views of a show, would give it one.</p>
      </div>
    `;
  }
  const labels = bins.map((_, index) =>
    `${formatShare(index / bins.length)} to ${formatShare((index + 1) / bins.length)}`
  );
  const nearEnd = sumOf(bins.slice(Math.round(bins.length * 0.9)));
  return barChart({
    title: "Completion",
    unit: "qualified views with a known runtime",
    finding: `${formatShare(nearEnd / total)} of them cover at least 90% of the runtime.`,
    bars: bins.map((views, index) => ({
      value: views,
      detail: `${labels[index]}: ${formatCount(views)} views`,
    })),
    across: "completion rate, share of the runtime",
    labels: [0, 0.25, 0.5, 0.75, 1].map((at) => ({ at, text: formatShare(at) })),
    table: {
      caption: "Views by completion rate",
      columns: ["completion rate", "views"],
      rows: bins.map((views, index) => [labels[index]!, formatCount(views)]),
    },
    whole: true,
  });
}

function durationChart(bins: DurationBins): Markup {
  const total = sumOf(bins.map(({ qualified_views }) => qualified_views));
  if (total === 0) {
    return markup`
      <div class="chart">
        <h3>Duration</h3>
        <p class="empty">No view was long enough to count.</p>
      </div>
    `;
  }
  const names = bins.map(({ from, to }) => to === null ? `${from} and more` : `${from} to ${to}`);
  const fullest = bins.reduce(
    (best, { qualified_views }, index) =>
      qualified_views > bins[best]!.qualified_views ? index : best,
    0,
  );
  const share = formatShare(bins[fullest]!.qualified_views / total);
  return barChart({
    title: "Duration",
    unit: "qualified views",
    finding: `${share} last ${names[fullest]} minutes.`,
    bars: bins.map(({ qualified_views }, index) => ({
      value: qualified_views,
      detail: `${names[index]} minutes: ${formatCount(qualified_views)} views`,
    })),
    across: "minutes, each bar from its left label up to the next; their steps are not equal",
    labels: durationLabels(bins),
    table: {
      caption: "Views by duration in minutes",
      columns: ["minutes", "views"],
      rows: bins.map((bin, index) => [names[index]!, formatCount(bin.qualified_views)]),
    },
    whole: true,
  });
}

/** The lower edge of each bin, every n-th where there are many. */
function durationLabels(bins: DurationBins): AxisLabel[] {
  const every = Math.ceil(bins.length / 14);
  return bins.flatMap(({ from, to }, index) =>
    index % every === 0
      ? [{
        text: to === null ? `${from}+` : `${from}`,
        at: index / bins.length,
        minor: index / every % 2 === 1,
      }]
      : []
  );
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
