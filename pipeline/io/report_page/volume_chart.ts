// How many views there were, and how long they were, over time.

import { METRICS } from "../../../domain/metrics.ts";
import type { RunProfile } from "../../../domain/report.ts";
import { type AxisLabel, barChart } from "./bar_chart.ts";
import { binDays, type DayBin, type Grain } from "./bin_days.ts";
import { formatCount, formatDay, formatHours } from "./format.ts";
import { type Markup, markup } from "./markup.ts";

/** The section on volume: one chart of views and one of hours on the same days. */
export function volumeChart(days: RunProfile["days"]): Markup {
  const { grain, bins } = binDays(days);
  return markup`<section id="volume" aria-labelledby="volume-title">
<h2 id="volume-title">Volume by ${grain}</h2>
${
    bins.length === 0
      ? markup`<p class="empty">No view was long enough to count, so there is no volume to show.</p>`
      : markup`
        <p class="lead">${describeBins(grain, days)}</p>
        <div class="pair">${viewsChart(grain, bins)}
        ${hoursChart(grain, bins)}</div>
      `
  }</section>`;
}

function describeBins(grain: Grain, days: RunProfile["days"]): string {
  const cut = "Qualified views by the day they started, in UTC.";
  if (grain === "day") return cut;
  const span = `${formatDay(days[0]!.day)} to ${formatDay(days.at(-1)!.day)}`;
  const why = `${span} is shown by ${grain}; the first and last ${grain} may be incomplete.`;
  return `${cut} ${why}${grain === "week" ? " Weeks start on Monday." : ""}`;
}

function viewsChart(grain: Grain, bins: readonly DayBin[]): Markup {
  const most = bins.reduce((a, b) => b.qualifiedViews > a.qualifiedViews ? b : a);
  return barChart({
    title: METRICS.qualified_views.title,
    unit: `qualified views per ${grain}`,
    finding: `Most: ${formatCount(most.qualifiedViews)}, ${most.label}.`,
    bars: bins.map(({ label, qualifiedViews }) => ({
      value: qualifiedViews,
      detail: `${label}: ${formatCount(qualifiedViews)} views`,
    })),
    across: "",
    labels: labelsOf(bins),
    table: {
      caption: `Qualified views per ${grain}`,
      columns: [grain, "views"],
      rows: bins.map(({ label, qualifiedViews }) => [label, formatCount(qualifiedViews)]),
    },
    whole: true,
  });
}

function hoursChart(grain: Grain, bins: readonly DayBin[]): Markup {
  const most = bins.reduce((a, b) => b.watchHours > a.watchHours ? b : a);
  return barChart({
    title: METRICS.watch_hours.title,
    unit: `hours of qualified views per ${grain}`,
    finding: `Most: ${formatHours(most.watchHours)}, ${most.label}.`,
    bars: bins.map(({ label, watchHours }) => ({
      value: watchHours,
      detail: `${label}: ${formatHours(watchHours)} hours`,
    })),
    across: "",
    labels: labelsOf(bins),
    table: {
      caption: `Hours of qualified views per ${grain}`,
      columns: [grain, "hours"],
      rows: bins.map(({ label, watchHours }) => [label, formatHours(watchHours)]),
    },
    whole: false,
  });
}

/** Five labels, two of them for wide screens only; every bin's when there are few. */
function labelsOf(bins: readonly DayBin[]): AxisLabel[] {
  const last = bins.length - 1;
  const shown = last < 4
    ? bins.map((_, index) => index)
    : [0, 0.25, 0.5, 0.75, 1].map((part) => Math.round(part * last));
  return shown.map((index, place) => ({
    text: bins[index]!.label.replace("week of ", ""),
    at: last === 0 ? 0.5 : index === 0 ? 0 : index === last ? 1 : (index + 0.5) / bins.length,
    minor: place > 0 && place < shown.length - 1,
  }));
}
