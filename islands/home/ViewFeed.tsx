// The newest views as they come; it can be held to be read.

import { useEffect, useState } from "preact/hooks";
import { connect, live } from "../../client/live.ts";
import { keyOfView } from "../../client/recent_views.ts";
import { formatCount, formatMinutes, formatShare } from "../../components/people/format.ts";
import { showHref, userHref } from "../../components/people/hrefs.ts";
import type { ViewAnswer } from "../../domain/answers.ts";

const SHOWN = 16;

interface Held {
  readonly views: readonly ViewAnswer[];
  readonly accepted: number;
}

/** `tz`: the zone that times are told in; `opening` are the views that the page was made with. */
export default function ViewFeed({ tz, search, opening }: {
  readonly tz: string;
  /** The page's own, which links keep. */
  readonly search: string;
  readonly opening: readonly ViewAnswer[];
}) {
  const [held, setHeld] = useState<Held | null>(null);
  useEffect(connect, []);
  const views = live.state.value === null ? opening : live.views.value;
  const accepted = live.accepted.value;
  const shown = (held?.views ?? views).slice(0, SHOWN);
  const waiting = held === null ? 0 : accepted - held.accepted;
  const toggle = () => setHeld(held === null ? { views, accepted } : null);
  return (
    <section class="card feed" aria-labelledby="feed">
      <div class="card-head">
        <h2 id="feed">Latest views</h2>
        <button type="button" class="button" onClick={toggle} aria-pressed={held !== null}>
          {held === null
            ? "Pause"
            : waiting === 0
            ? "Resume"
            : `Resume · ${formatCount(waiting)} new`}
        </button>
      </div>
      {shown.length === 0 ? <p class="empty">Views appear here as they come in.</p> : (
        <ul>
          {shown.map((view) => (
            <FeedItem key={keyOfView(view)} view={view} tz={tz} search={search} />
          ))}
        </ul>
      )}
    </section>
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
        {episode !== null && (
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
  const at = new Date(instant);
  const time = at.toLocaleTimeString("en-GB", { timeZone: tz });
  const isToday = Math.abs(Date.now() - at.getTime()) < 12 * 3_600_000;
  return isToday
    ? time
    : `${at.toLocaleDateString("en-GB", { timeZone: tz, day: "numeric", month: "short" })} ` +
      time.slice(0, 5);
}
