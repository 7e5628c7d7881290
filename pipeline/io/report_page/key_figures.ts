// The figures of a run, each with what it counts.

import type { RunReport } from "../../../domain/report.ts";
import {
  formatCount,
  formatDay,
  formatHours,
  formatScore,
  formatShare,
  NO_VALUE,
} from "./format.ts";
import { type Markup, markup } from "./markup.ts";

/** The section on key figures. */
export function keyFigures(report: RunReport): Markup {
  const views = report.qualified_views;
  const ofViews = (part: number) =>
    views === 0 ? NO_VALUE : `${formatShare(part / views)} of views`;
  return markup`
    <section id="figures" aria-labelledby="figures-title">
      <h2 id="figures-title">Key figures</h2>
      <dl class="figures">
    ${figure("Users", formatCount(report.users), "over accepted rows")}
    ${figure("Shows", formatCount(report.shows), "over accepted rows")}
    ${figure("Hours watched", formatHours(report.watch_hours), "over accepted rows")}
    ${figure("Views", formatCount(views), "qualified: long enough to count")}
    ${figure("Binge views", formatCount(report.binge_views), ofViews(report.binge_views))}
    ${
    figure(
      "Mean completion",
      formatShare(report.mean_completion_rate),
      "of views with a runtime",
    )
  }
    ${figure("Mean engagement", formatScore(report.mean_engagement_score), "score 0 to 1")}
    ${
    figure(
      "Unknown runtime",
      formatCount(report.unknown_runtime_views),
      ofViews(report.unknown_runtime_views),
    )
  }
    ${figure("First view", formatDay(report.first_watch_date), "UTC")}
    ${figure("Last view", formatDay(report.last_watch_date), "UTC")}
      </dl>
    </section>
  `;
}

function figure(name: string, value: string, note: string): Markup {
  return markup`
    <div>
      <dt>${name}</dt>
      <dd><b>${value}</b> <span>${note}</span></dd>
    </div>
  `;
}
