// Views as a list: when, what, by whom, how long, how far.

import { keyOfView } from "../../client/recent_views.ts";
import type { ViewAnswer } from "../../domain/answers.ts";
import {
  formatClock,
  formatDay,
  formatMinutes,
  formatShare,
  formatTime,
} from "../../domain/format.ts";
import { HOUR_MS } from "../../domain/time.ts";
import { showHref, userHref } from "../kit/hrefs.ts";

/** `tz`: the zone that times are told in; links keep what of `search` holds for every page. */
export function FeedList({ views, isFast = false, tz, search }: {
  readonly views: readonly ViewAnswer[];
  /** Rows then stay and only their words change, which costs less. */
  readonly isFast?: boolean;
  readonly tz: string;
  readonly search: string;
}) {
  return (
    <ul>
      {views.map((view, i) => (
        <FeedItem key={isFast ? i : keyOfView(view)} view={view} tz={tz} search={search} />
      ))}
    </ul>
  );
}

function FeedItem({ view, tz, search }: {
  readonly view: ViewAnswer;
  readonly tz: string;
  readonly search: string;
}) {
  const { user_id, show_name, episode, watch_date, completion_rate } = view;
  return (
    <li>
      <time class="num muted" dateTime={watch_date}>{timeOf(watch_date, tz)}</time>
      <span class="feed-text">
        <a href={showHref(show_name, search)}>
          <bdi>{show_name}</bdi>
        </a>
        {episode !== null && episode !== "" && (
          <span class="muted">
            {" "}
            <bdi>{episode}</bdi>
          </span>
        )}
        <span class="muted">
          {" · "}
          <a href={userHref(user_id, search)}>
            <bdi>{user_id}</bdi>
          </a>
        </span>
      </span>
      <span class="num feed-end">
        {formatMinutes(view.watch_duration_minutes)}
        {completion_rate !== null && (
          <span class="muted feed-share">{formatShare(completion_rate)}</span>
        )}
        {view.is_binge_session && <span class="badge binge">binge</span>}
      </span>
    </li>
  );
}

function timeOf(instant: string, tz: string): string {
  const isToday = Math.abs(Date.now() - Date.parse(instant)) < 12 * HOUR_MS;
  return isToday
    ? formatClock(instant, tz)
    : `${formatDay(instant, tz)} ${formatTime(instant, tz)}`;
}
