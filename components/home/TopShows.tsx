// The most watched shows of a period, with their trend and how far they are watched.

import type { ListedShow } from "../../domain/answers.ts";
import { formatCount } from "../people/format.ts";
import { showHref } from "../people/hrefs.ts";
import { ShareBar } from "../people/ShareBar.tsx";
import { TrendLine } from "../people/TrendLine.tsx";

/** Shows in the API's order; a click opens one. */
export function TopShows({ shows, url }: {
  readonly shows: readonly ListedShow[];
  readonly url: URL;
}) {
  return (
    <section class="card" aria-labelledby="top-shows">
      <div class="card-head">
        <h2 id="top-shows">Most watched</h2>
        <a href={`/shows${url.search}`}>All shows</a>
      </div>
      {shows.length === 0
        ? <p class="empty">Nothing was watched in this period.</p>
        : (
          <table class="table">
            <thead>
              <tr>
                <th scope="col">Show</th>
                <th scope="col" class="wide-only">Trend</th>
                <th scope="col" class="num">Views</th>
                <th scope="col" class="num">Completion</th>
              </tr>
            </thead>
            <tbody>
              {shows.map((show) => (
                <tr key={show.show_name}>
                  <th scope="row">
                    <a href={showHref(show.show_name, url.search)}>
                      <bdi>{show.show_name}</bdi>
                    </a>
                  </th>
                  <td class="trend wide-only">
                    {show.trend !== undefined && <TrendLine values={show.trend} />}
                  </td>
                  <td class="num">{formatCount(show.qualified_views)}</td>
                  <td class="num">
                    <ShareBar share={show.mean_completion_rate} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
    </section>
  );
}
