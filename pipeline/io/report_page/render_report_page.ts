// The HTML report of one run: one page that carries all it needs, runs no script and asks nobody.

import { METRICS, REPORT_METRICS } from "../../../domain/metrics.ts";
import { auditPassed, type RunProfile, type RunReport } from "../../../domain/report.ts";
import { distributionCharts } from "./distribution_charts.ts";
import { expectationList } from "./expectation_list.ts";
import { formatDay, formatInstantUtc, formatMetric, formatShare, NO_VALUE } from "./format.ts";
import { headline } from "./headline.ts";
import { heatMap } from "./heat_map.ts";
import { Markup, markup } from "./markup.ts";
import { ledgerPicture } from "./ledger_picture.ts";
import { lineage } from "./lineage.ts";
import { quarantineSection } from "./quarantine_section.ts";
import { CHART_CSS } from "./style/chart_css.ts";
import { LAYOUT_CSS } from "./style/layout_css.ts";
import { PART_CSS } from "./style/part_css.ts";
import { TOKEN_CSS } from "./style/token_css.ts";
import { topShows } from "./top_shows.ts";
import { volumeChart } from "./volume_chart.ts";

const STYLE = new Markup(TOKEN_CSS + LAYOUT_CSS + PART_CSS + CHART_CSS);

/** Forbids whatever the page does not use, so that no text from the data could ever load or run. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; " +
  "form-action 'none'";

const SECTIONS = [
  ["ledger", "Ledger"],
  ["contract", "Contract"],
  ["quarantine", "Quarantine"],
  ["figures", "Figures"],
  ["volume", "Volume"],
  ["hours", "Hours"],
  ["shows", "Shows"],
  ["distributions", "Distributions"],
  ["lineage", "Lineage"],
] as const;

/** Renders the page. Everything in it comes from the two arguments; times are UTC. */
export function renderReportPage(report: RunReport, profile: RunProfile): string {
  const links = SECTIONS.map(([id, name]) => markup`<li><a href="#${id}">${name}</a></li>`);
  return markup`
    <!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="${POLICY}">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="dark light">
        <meta name="referrer" content="no-referrer">
        <link rel="icon" href="data:,">
        <title>Playhead run ${report.run_id}</title>
        <style>${STYLE}</style>
      </head>
      <body><a class="skip" href="#main">Skip to the report</a>
    <header class="masthead"><p class="brand"><span class="playhead" aria-hidden="true"></span>Playhead
    <span>run report</span></p>
    <p class="when"><span>run <code>${report.run_id}</code></span>
    <time datetime="${report.finished_at}">${
    formatInstantUtc(
      report.finished_at,
    )
  }</time></p></header>
    <main id="main">
    ${headline(report, profile)}
    <nav aria-label="Sections"><ul>${links}</ul></nav>
    ${ledgerPicture(report.ledger, auditPassed(report.expectations))}
    ${expectationList(report.expectations)}
    ${quarantineSection(report, profile)}
    ${keyFigures(report)}
    ${volumeChart(profile.days)}
    ${heatMap(profile.hours_of_week)}
    ${topShows(profile.top_shows)}
    ${distributionCharts(profile)}
    ${lineage(report)}
    </main>
    <footer><p>Times and days are UTC. Qualified views are those long enough to count; the run’s parameters under
    Lineage say how long that is.</p></footer></body>
    </html>
  `.text.trimStart();
}

/** The section on key figures. */
function keyFigures(report: RunReport): Markup {
  return markup`
    <section id="figures" aria-labelledby="figures-title">
      <h2 id="figures-title">Key figures</h2>
      <dl class="figures">
    ${
    REPORT_METRICS.map((id) => figure(METRICS[id].title, formatMetric(id, report[id]), noteOf(id)))
  }
    ${figure("First view", formatDay(report.first_watch_date), "UTC")}
    ${figure("Last view", formatDay(report.last_watch_date), "UTC")}
      </dl>
    </section>
  `;

  /** Of parts of the views, how large a part they are. */
  function noteOf(id: typeof REPORT_METRICS[number]): string {
    if (id !== "binge_views" && id !== "unknown_runtime_views") return METRICS[id].note;
    const { qualified_views: views } = report;
    return views === 0 ? NO_VALUE : `${formatShare(report[id] / views)} of views`;
  }
}

function figure(name: string, value: string, note: string): Markup {
  return markup`
    <div>
      <dt>${name}</dt>
      <dd><b>${value}</b> <span>${note}</span></dd>
    </div>
  `;
}
