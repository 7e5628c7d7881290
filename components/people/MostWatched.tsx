// What a user watches most, and how much of it they have seen.

import type { UserDetail } from "../../domain/answers.ts";
import { formatCount, formatDate, formatHours } from "./format.ts";
import { showHref } from "./hrefs.ts";
import { ShareBar } from "./ShareBar.tsx";

/** By watch time. */
export function MostWatched({ shows, tz, search }: {
  readonly shows: UserDetail["most_watched"];
  readonly tz: string;
  readonly search: string;
}) {
  return (
    <table class="table stacked">
      <thead>
        <tr>
          <th scope="col">Show</th>
          <th scope="col" class="num">Hours</th>
          <th scope="col" class="num">Views</th>
          <th scope="col">Seen of it</th>
          <th scope="col" class="num">Last</th>
        </tr>
      </thead>
      <tbody>
        {shows.map((show) => (
          <tr key={show.show_name}>
            <th scope="row">
              <a href={showHref(show.show_name, search)}>
                <bdi>{show.show_name}</bdi>
              </a>
            </th>
            <td class="num" data-label="Hours">{formatHours(show.watch_hours)}</td>
            <td class="num" data-label="Views">{formatCount(show.qualified_views)}</td>
            <td class="wide" data-label="Seen of it">
              <ShareBar share={show.time_completion} />
            </td>
            <td class="num" data-label="Last">{formatDate(show.last_watch_date, tz)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
