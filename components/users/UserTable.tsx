// Users with their totals.

import type { UserSummary } from "../../domain/answers.ts";
import { formatCount, formatDateTime, formatHours } from "../../domain/format.ts";
import { headOf } from "../../domain/metrics.ts";
import { Bar } from "../shows/EpisodeTable.tsx";
import { userHref } from "../kit/hrefs.ts";
import { SortedHead } from "../kit/SortedHead.tsx";

/** What users can be sorted by. */
export const USER_ORDERS = [
  ...(["watch_hours", "qualified_views"] as const).map((name) => [name, headOf(name)] as const),
  ...[["last_watch_date", "Last seen"], ["user_id", "Id"]] as const,
];

/** Users in the API's order; each column's head sorts by it. */
export function UserTable({ users, tz, url }: {
  readonly users: readonly UserSummary[];
  readonly tz: string;
  readonly url: URL;
}) {
  const most = Math.max(1, ...users.map((user) => user.watch_hours));
  const head = { url, fallback: "watch_hours" };
  return (
    <table class="table stacked">
      <thead>
        <tr>
          <SortedHead {...head} sort="user_id" label="User" isNumber={false} />
          <SortedHead {...head} sort="qualified_views" label={headOf("qualified_views")} />
          <SortedHead {...head} sort="watch_hours" label={headOf("watch_hours")} />
          <th scope="col" class="bar-cell">
            <span class="unseen">Hours as a bar</span>
          </th>
          <SortedHead {...head} sort="last_watch_date" label="Last seen" />
        </tr>
      </thead>
      <tbody>
        {users.map(({ user_id, qualified_views, watch_hours, last_watch_date }) => (
          <tr key={user_id}>
            <th scope="row">
              <a href={userHref(user_id, url.search)}>
                <bdi>{user_id}</bdi>
              </a>
            </th>
            <td class="num" data-label={headOf("qualified_views")}>
              {formatCount(qualified_views)}
            </td>
            <td class="num" data-label={headOf("watch_hours")}>{formatHours(watch_hours)}</td>
            <td class="bar-cell">
              <Bar share={watch_hours / most} />
            </td>
            <td class="num" data-label="Last seen">
              {last_watch_date === null ? "–" : formatDateTime(last_watch_date, tz)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
