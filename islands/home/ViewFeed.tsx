// The newest views as they come; it can be held to be read.

import { useEffect, useState } from "preact/hooks";
import { accepted, connect, views } from "../../client/live.ts";
import { formatMinutes, formatShare } from "../../components/people/format.ts";
import { showHref, userHref } from "../../components/people/hrefs.ts";
import type { ViewAnswer } from "../../domain/answers.ts";

const SHOWN = 14;

interface Held {
  readonly views: readonly ViewAnswer[];
  readonly accepted: number;
}

/** `tz`: the zone that times are told in. */
export default function ViewFeed({ tz }: { readonly tz: string }) {
  const [held, setHeld] = useState<Held | null>(null);
  useEffect(connect, []);
  const shown = (held?.views ?? views.value).slice(0, SHOWN);
  const waiting = held === null ? 0 : accepted.value - held.accepted;
  const toggle = () =>
    setHeld(held === null ? { views: views.value, accepted: accepted.value } : null);
  return (
    <section class="card feed" aria-labelledby="feed">
      <div class="card-head">
        <h2 id="feed">Latest views</h2>
        <button type="button" class="button" onClick={toggle} aria-pressed={held !== null}>
          {held === null ? "Pause" : waiting === 0 ? "Resume" : `Resume · ${waiting} new`}
        </button>
      </div>
      {shown.length === 0
        ? <p class="empty">Views appear here as they come in.</p>
        : <ul>{shown.map((view) => <FeedItem key={keyOf(view)} view={view} tz={tz} />)}</ul>}
    </section>
  );
}

function FeedItem({ view, tz }: { readonly view: ViewAnswer; readonly tz: string }) {
  const { user_id, show_name, episode, watch_date, completion_rate } = view;
  return (
    <li>
      <time class="num muted" dateTime={watch_date}>{timeOf(watch_date, tz)}</time>
      <span class="feed-text">
        <a href={showHref(show_name, location.search)}>
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
          <a href={userHref(user_id, location.search)}>
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

function keyOf({ user_id, watch_date, show_name, episode }: ViewAnswer): string {
  return `${user_id} ${watch_date} ${show_name} ${episode ?? ""}`;
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
