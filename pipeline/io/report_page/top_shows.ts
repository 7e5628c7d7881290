// The shows people spent most time on, and how far they got.

import { bingeShare, headOf } from "../../../domain/metrics.ts";
import type { RunProfile } from "../../../domain/report.ts";
import { formatCount, formatHours, formatShare } from "./format.ts";
import { type Markup, markup } from "./markup.ts";

type TopShow = RunProfile["top_shows"][number];

/** The section on shows. */
export function topShows(shows: RunProfile["top_shows"]): Markup {
  return markup`<section id="shows" aria-labelledby="shows-title">
<h2 id="shows-title">Top shows</h2>
${
    shows.length === 0
      ? markup`<p class="empty">No show has a view that is long enough to count.</p>`
      : markup`<p class="lead">${lead(shows.length)}</p>${table(shows)}`
  }</section>`;
}

function lead(count: number): string {
  const which = count === 1 ? "The only show" : `The ${count} shows with the most hours`;
  return `${which}. Completion is the mean share of the runtime that a view covers; a dash means ` +
    "that the runtime is not known. Binge share is that of views that belong to a binge.";
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
            <th scope="col">${headOf("watch_hours")}</th>
            <th scope="col">${headOf("qualified_views")}</th>
            <th scope="col">${headOf("mean_completion_rate")}</th>
            <th scope="col">${headOf("binge_share")}</th>
          </tr>
        </thead>
        <tbody>${shows.map((show) => row(show, most))}</tbody>
      </table>
    </div>
  `;
}

function row(show: TopShow, most: number): Markup {
  const { qualified_views, mean_completion_rate } = show;
  const binge = bingeShare(show);
  return markup`<tr><th scope="row"><span class="show-name" dir="auto">${show.show_name}</span>${
    meter("accepted", most > 0 ? show.watch_hours / most : 0)
  }</th>
<td>${formatHours(show.watch_hours)}</td><td>${formatCount(qualified_views)}</td>
<td>${formatShare(mean_completion_rate)}${
    mean_completion_rate !== null && meter("small completion", mean_completion_rate)
  }</td><td>${formatShare(binge)}</td></tr>`;
}

/** A bar for a share, never too short to see. */
function meter(kind: string, share: number): Markup {
  const width = share > 0 ? Math.max(share * 100, 0.4) : 0;
  const fill = markup`<span class="fill" style="width:${width}%"></span>`;
  return markup`<span class="meter ${kind}" aria-hidden="true">${fill}</span>`;
}
