// Shows with their figures, the lately watched as a line, completion as a bar.

import type { ListedShow } from "../../domain/answers.ts";
import { formatMetric } from "../../domain/format.ts";
import { bingeShare, headOf, SHOW_METRICS } from "../../domain/metrics.ts";
import { showHref } from "../kit/hrefs.ts";
import { ShareBar } from "../kit/ShareBar.tsx";
import { SortedHead } from "../kit/SortedHead.tsx";
import { TrendLine } from "../charts/TrendLine.tsx";

/** What shows can be sorted by. */
export const SHOW_ORDERS = [
  ...SHOW_METRICS.map((name) => [name, headOf(name)] as const),
  ["show_name", "Name"] as const,
];

/** Shows in the API's order; each column's head sorts by it. */
export function ShowTable({ shows, url }: {
  readonly shows: readonly ListedShow[];
  readonly url: URL;
}) {
  const head = { url, fallback: "qualified_views" };
  return (
    <table class="table stacked">
      <thead>
        <tr>
          <SortedHead {...head} sort="show_name" label="Show" isNumber={false} />
          <th scope="col">Trend</th>
          {SHOW_METRICS.map((name) => (
            <SortedHead key={name} {...head} sort={name} label={headOf(name)} />
          ))}
        </tr>
      </thead>
      <tbody>
        {shows.map((show) => (
          <tr key={show.show_name}>
            <th scope="row">
              <a href={showHref(show.show_name, url.search)}>
                <bdi>{show.show_name}</bdi>
              </a>
              {show.genre !== null && <span class="genre muted">{show.genre}</span>}
            </th>
            <td class="trend" data-label="Trend">
              {show.trend !== undefined && <TrendLine values={show.trend} />}
            </td>
            {SHOW_METRICS.map((name) => (
              <td key={name} class="num" data-label={headOf(name)}>{cellOf(name, show)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A share as a bar; binges also as a share of the views. */
function cellOf(name: typeof SHOW_METRICS[number], show: ListedShow) {
  const told = formatMetric(name, show[name]);
  if (name === "mean_completion_rate") return <ShareBar share={show[name]} />;
  if (name !== "binge_views" || show.qualified_views === 0) return told;
  return `${told} (${formatMetric("binge_share", bingeShare(show))})`;
}
