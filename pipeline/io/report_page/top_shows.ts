// The shows people spent most time on, and how far they got.

import type { RunProfile } from "../../../domain/report.ts";
import { formatCount, formatHours, formatShare } from "./format.ts";
import { type Markup, markup } from "./markup.ts";
import { visibleText } from "./visible_text.ts";

type TopShow = RunProfile["top_shows"][number];

/** The section on shows. */
export function topShows(shows: RunProfile["top_shows"]): Markup {
  return markup`<section id="shows" aria-labelledby="shows-title">
<h2 id="shows-title">Top shows</h2>
${
    shows.length === 0
      ? markup`<p class="empty">No show has a view that is long enough to count.</p>`
      : markup`
        <p
          class="lead">${
        shows.length === 1 ? "The only show" : `The ${shows.length} shows with the most hours`
      }. Completion is the mean share of the runtime that a view covers; a dash means that the runtime is not
        known. Binge is the share of views that belong to a binge.</p>${table(shows)}
      `
  }</section>`;
}

function table(shows: RunProfile["top_shows"]): Markup {
  const most = Math.max(...shows.map(({ watch_hours }) => watch_hours));
  return markup`
    <div class="scroll wide" tabindex="0" role="region" aria-label="Top shows by hours watched">
      <table class="shows">
        <caption class="visually-hidden">Top shows by hours watched</caption>
        <thead>
          <tr>
            <th scope="col">Show</th>
            <th scope="col">Hours</th>
            <th scope="col">Views</th>
            <th scope="col">Completion</th>
            <th scope="col">Binge</th>
          </tr>
        </thead>
        <tbody>${shows.map((show) => row(show, most))}</tbody>
      </table>
    </div>
  `;
}

function row(show: TopShow, most: number): Markup {
  const { show_name, watch_hours, qualified_views, mean_completion_rate, binge_views } = show;
  const width = most > 0 ? Math.max(watch_hours / most * 100, 0.4) : 0;
  return markup`
    <tr>
      <th scope="row"><span class="show-name" dir="auto">${visibleText(show_name)}</span>
    <span class="meter" aria-hidden="true"><span class="accepted" style="width:${width}%"></span></span></th>
      <td>${formatHours(watch_hours)}</td>
      <td>${formatCount(qualified_views)}</td>
      <td>${formatShare(mean_completion_rate)}${
    mean_completion_rate !== null && markup`
        <span class="meter small"
          aria-hidden="true"><span class="completion" style="width:${
      mean_completion_rate *
      100
    }%"></span></span>
      `
  }</td>
      <td>${formatShare(qualified_views === 0 ? null : binge_views / qualified_views)}</td>
    </tr>
  `;
}
