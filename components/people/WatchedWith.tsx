// Shows that share the most users with one.

import type { ShowDetail } from "../../domain/answers.ts";
import { formatCount } from "./format.ts";
import { Bar } from "./EpisodeTable.tsx";
import { showHref } from "./hrefs.ts";

/** Bars are relative to the first. */
export function WatchedWith({ shows, search }: {
  readonly shows: ShowDetail["watched_with"];
  readonly search: string;
}) {
  const most = Math.max(1, ...shows.map((show) => show.shared_users));
  return (
    <table class="table">
      <thead>
        <tr>
          <th scope="col">Show</th>
          <th scope="col">
            <span class="unseen">Users as a bar</span>
          </th>
          <th scope="col" class="num">Users in common</th>
        </tr>
      </thead>
      <tbody>
        {shows.map(({ show_name, shared_users }) => (
          <tr key={show_name}>
            <th scope="row">
              <a href={showHref(show_name, search)}>
                <bdi>{show_name}</bdi>
              </a>
            </th>
            <td class="bar-cell">
              <Bar share={shared_users / most} />
            </td>
            <td class="num">{formatCount(shared_users)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
