// The most watched shows of a period, with their trend and how far they are watched.

import { formatCount } from "../../domain/format.ts";
import { headOf } from "../../domain/metrics.ts";
import { sameHref, showHref } from "../kit/hrefs.ts";
import { ShareBar } from "../kit/ShareBar.tsx";
import { TrendLine } from "../charts/TrendLine.tsx";

/** A show's line. */
export interface TopShow {
  readonly show_name: string;
  readonly qualified_views: number;
  readonly mean_completion_rate: number | null;
  readonly trend?: readonly number[] | undefined;
}

/** Shows in the API's order; a click opens one, or limits the page to it. */
export function TopShows({ shows, url }: {
  readonly shows: readonly TopShow[];
  readonly url: URL;
}) {
  const hasTrend = shows.some(({ trend }) => trend !== undefined);
  const chosen = url.searchParams.get("show");
  return (
    <section class="card" aria-labelledby="top-shows">
      <div class="card-head">
        <h2 id="top-shows">Most watched</h2>
        <a href={`/shows${url.search}`}>All shows</a>
      </div>
      {shows.length === 0
        ? <p class="empty">Nothing was watched in this period.</p>
        : (
          <table class="table top-shows">
            <thead>
              <tr>
                <th scope="col">Show</th>
                {hasTrend && <th scope="col" class="wide-only">Trend</th>}
                <th scope="col" class="num">{headOf("qualified_views")}</th>
                <th scope="col" class="num">{headOf("mean_completion_rate")}</th>
                <th scope="col">
                  <span class="unseen">Filter</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {shows.map((show) => (
                <tr key={show.show_name} class={show.show_name === chosen ? "chosen" : ""}>
                  <th scope="row">
                    <a href={showHref(show.show_name, url.search)}>
                      <bdi>{show.show_name}</bdi>
                    </a>
                  </th>
                  {hasTrend && (
                    <td class="trend wide-only">
                      {show.trend !== undefined && <TrendLine values={show.trend} />}
                    </td>
                  )}
                  <td class="num">{formatCount(show.qualified_views)}</td>
                  <td class="num">
                    <ShareBar share={show.mean_completion_rate} />
                  </td>
                  <td class="only">
                    <OnlyLink
                      url={url}
                      name={show.show_name}
                      isChosen={show.show_name === chosen}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
    </section>
  );
}

/** Limits the page to a show, or takes that away. */
function OnlyLink({ url, name, isChosen }: {
  readonly url: URL;
  readonly name: string;
  readonly isChosen: boolean;
}) {
  const text = isChosen ? "Remove this filter" : `Only ${name}`;
  return (
    <a href={sameHref(url, { show: isChosen ? null : name })} aria-label={text} title={text}>
      <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
        <path d={isChosen ? "M3 3l8 8M11 3l-8 8" : "M1.5 2h11L8.5 7v5L5.5 10.5V7z"} />
      </svg>
    </a>
  );
}
