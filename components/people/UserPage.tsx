// The page of one user.

import type { UserDetail } from "../../domain/answers.ts";
import { formatCount, formatDate, formatHours, formatShare } from "./format.ts";
import { HabitsPanel } from "./HabitsPanel.tsx";
import { MostWatched } from "./MostWatched.tsx";
import { listHref } from "./hrefs.ts";
import { FilterNote } from "./FilterNote.tsx";
import { PageHead } from "./PageHead.tsx";
import { Pager } from "./Pager.tsx";
import { Panel } from "./Panel.tsx";
import { SittingReels } from "./SittingReels.tsx";
import { type Stat, Stats } from "./Stats.tsx";

/** Totals and habits are of all time; sittings come page by page, newest first. */
export function UserPage({ user, tz, url }: {
  readonly user: UserDetail;
  readonly tz: string;
  readonly url: URL;
}) {
  const { first_watch_date: first, last_watch_date: last } = user;
  return (
    <>
      <PageHead
        title={<bdi>{user.user_id}</bdi>}
        note={first !== null && last !== null
          ? `Watching since ${formatDate(first, tz)}, last seen ${formatDate(last, tz)} · all time`
          : "All time"}
        trail={{ href: listHref("/users", url.search), text: "All users" }}
      />
      <FilterNote url={url} honoured={[]} />
      <Stats stats={statsOf(user)} />
      <div class="people-grid">
        <Panel
          id="most-watched"
          title="Most watched"
          note="By hours; seen of it is minutes watched ÷ runtime"
        >
          <MostWatched shows={user.most_watched} tz={tz} search={url.search} />
        </Panel>
        <HabitsPanel rows={user.hours_of_week} tz={tz} title="Habits" unit="hours" />
      </div>
      <Panel
        id="sittings"
        title="Sittings"
        note="Views in a row, newest first; pauses over 30 minutes begin a new one"
      >
        <SittingReels sittings={user.sittings} tz={tz} search={url.search} isOfOneUser />
        <Pager url={url} next={user.next_cursor} nextText="Older sittings" />
      </Panel>
    </>
  );
}

function statsOf(user: UserDetail): Stat[] {
  const { qualified_views: views, binge_views: binges } = user;
  return [
    { label: "Views", value: formatCount(views) },
    { label: "Hours watched", value: formatHours(user.watch_hours) },
    { label: "Shows", value: formatCount(user.shows) },
    {
      label: "Completion",
      value: user.mean_completion_rate === null ? "–" : formatShare(user.mean_completion_rate),
      note: "mean over views",
    },
    { label: "Engagement", value: user.mean_engagement_score?.toFixed(2) ?? "–", note: "0 to 1" },
    {
      label: "Binge share",
      value: views === 0 ? "–" : formatShare(binges / views),
      note: `${formatCount(binges)} views in binges`,
    },
  ];
}
