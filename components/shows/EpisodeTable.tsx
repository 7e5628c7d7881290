// A show's episodes, by views.

import type { ShowDetail } from "../../domain/answers.ts";
import { formatCount, formatHours } from "../../domain/format.ts";
import { headOf } from "../../domain/metrics.ts";

/** Bars are relative to the most viewed episode. */
export function EpisodeTable({ episodes }: { readonly episodes: ShowDetail["episodes"] }) {
  const most = Math.max(1, ...episodes.map((episode) => episode.qualified_views));
  return (
    <table class="table">
      <thead>
        <tr>
          <th scope="col">Episode</th>
          <th scope="col">
            <span class="unseen">Views as a bar</span>
          </th>
          {(["qualified_views", "watch_hours", "users"] as const).map((name) => (
            <th key={name} scope="col" class="num">{headOf(name)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {episodes.map(({ episode, qualified_views, watch_hours, users }) => (
          <tr key={episode}>
            <th scope="row">
              <bdi>{episode}</bdi>
            </th>
            <td class="bar-cell">
              <Bar share={qualified_views / most} />
            </td>
            <td class="num">{formatCount(qualified_views)}</td>
            <td class="num">{formatHours(watch_hours)}</td>
            <td class="num">{formatCount(users)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A bar without a number, which stands beside it. */
export function Bar({ share }: { readonly share: number }) {
  return (
    <svg width="100%" height="8" aria-hidden="true">
      <rect class="bar-part" width={`${Math.round(share * 1000) / 10}%`} height="8" rx="2" />
    </svg>
  );
}
