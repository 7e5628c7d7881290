// The newest views for a wall: what, by whom, on what, how far.

import { DIMENSIONS } from "../../domain/columns.ts";
import { keyOfView } from "../../client/recent_views.ts";
import type { ViewAnswer } from "../../domain/answers.ts";
import { formatMinutes, formatShare, formatTime } from "../../domain/format.ts";

/** Newest first; what has no room is not shown. */
export function WallViews({ views, isFast, tz }: {
  readonly views: readonly ViewAnswer[];
  /** Rows then stay and only their words change, which costs less. */
  readonly isFast: boolean;
  readonly tz: string;
}) {
  return (
    <section class="wall-views" aria-labelledby="wall-views">
      <h2 id="wall-views">Latest views</h2>
      {views.length === 0 ? <p class="muted">Views appear here as they come in.</p> : (
        <ul>
          {views.map((view, i) => (
            <WallView key={isFast ? i : keyOfView(view)} view={view} tz={tz} />
          ))}
        </ul>
      )}
    </section>
  );
}

function WallView({ view, tz }: { readonly view: ViewAnswer; readonly tz: string }) {
  const { completion_rate: completion } = view;
  const where = DIMENSIONS.map((name) => view[name]).filter((part) => part !== null).join(" · ");
  return (
    <li>
      <time class="num muted" dateTime={view.watch_date}>{formatTime(view.watch_date, tz)}</time>
      <span class="wall-what">
        <bdi>{view.show_name}</bdi>
        {view.episode !== null && view.episode !== "" && <bdi class="muted">{view.episode}</bdi>}
      </span>
      <span class="wall-who muted">
        <bdi>{view.user_id}</bdi>
        {where !== "" && ` · ${where}`}
      </span>
      <span class="num wall-long">
        {view.is_binge_session && <span class="badge binge">binge</span>}
        {formatMinutes(view.watch_duration_minutes)}
      </span>
      <span class="num muted wall-far">{completion === null ? "" : formatShare(completion)}</span>
    </li>
  );
}
