// Shows with their figures, the lately watched as a line, completion as a bar.

import type { ListedShow } from "../../domain/answers.ts";
import { formatCount, formatHours, formatShare } from "../../domain/format.ts";
import { showHref } from "../kit/hrefs.ts";
import { ShareBar } from "../kit/ShareBar.tsx";
import { SortedHead } from "../kit/SortedHead.tsx";
import { TrendLine } from "../charts/TrendLine.tsx";

/** What shows can be sorted by. */
export const SHOW_ORDERS = [
  ...[["qualified_views", "Views"], ["watch_hours", "Hours"], ["users", "Users"]] as const,
  ...[["mean_completion_rate", "Completion"], ["mean_engagement_score", "Engagement"]] as const,
  ...[["binge_views", "Binge views"], ["show_name", "Name"]] as const,
] as const;

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
          <SortedHead {...head} sort="qualified_views" label="Views" />
          <SortedHead {...head} sort="watch_hours" label="Hours" />
          <SortedHead {...head} sort="users" label="Users" />
          <SortedHead {...head} sort="mean_completion_rate" label="Completion" />
          <SortedHead {...head} sort="mean_engagement_score" label="Engagement" />
          <SortedHead {...head} sort="binge_views" label="Binge views" />
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
            <td class="num" data-label="Views">{formatCount(show.qualified_views)}</td>
            <td class="num" data-label="Hours">{formatHours(show.watch_hours)}</td>
            <td class="num" data-label="Users">{formatCount(show.users)}</td>
            <td class="num" data-label="Completion">
              <ShareBar share={show.mean_completion_rate} />
            </td>
            <td class="num" data-label="Engagement">{score(show.mean_engagement_score)}</td>
            <td class="num" data-label="Binges">{bingeShare(show)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function score(value: number | null): string {
  return value === null ? "–" : value.toFixed(2);
}

function bingeShare({ binge_views, qualified_views }: ListedShow): string {
  const share = qualified_views === 0 ? "" : ` (${formatShare(binge_views / qualified_views)})`;
  return formatCount(binge_views) + share;
}
