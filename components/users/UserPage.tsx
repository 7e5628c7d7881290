// The page of one user.

import { PngButton } from "../kit/PngButton.tsx";
import type { UserDetail } from "../../domain/answers.ts";
import { formatCount, formatDate, formatHours } from "../../domain/format.ts";
import { bingeShare, headOf, METRICS } from "../../domain/metrics.ts";
import { Downloads } from "../kit/Downloads.tsx";
import { HabitsPanel } from "../audience/HabitsPanel.tsx";
import { listHref, showHref } from "../kit/hrefs.ts";
import { FilterNote } from "../kit/FilterNote.tsx";
import { PageHead } from "../kit/PageHead.tsx";
import { Pager } from "../kit/Pager.tsx";
import { Panel } from "../kit/Panel.tsx";
import { SittingReels } from "../sittings/SittingReels.tsx";
import { type Stat, statOf, Stats } from "../kit/Stats.tsx";
import { ShareBar } from "../kit/ShareBar.tsx";

/** Totals and habits are of all time; sittings come page by page, newest first. */
export function UserPage({ user, tz, url, path }: {
  readonly user: UserDetail;
  /** What was asked. */
  readonly path: string;
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
      <div class="panel-grid">
        <Panel
          id="most-watched"
          title="Most watched"
          note="By hours; seen of it is minutes watched ÷ runtime"
        >
          <MostWatched shows={user.most_watched} tz={tz} search={url.search} />
        </Panel>
        <HabitsPanel
          rows={user.hours_of_week}
          tz={tz}
          title="Habits"
          unit="hours"
          downloads={
            <span class="downloads">
              <PngButton what="Habits" />
            </span>
          }
        />
      </div>
      <Panel
        id="sittings"
        downloads={<Downloads path={path} what="Views of all sittings" limit={200} />}
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
  return [
    ...(["qualified_views", "watch_hours", "shows"] as const)
      .map((name) => statOf(name, { value: user[name] })),
    ...(["mean_completion_rate", "mean_engagement_score"] as const)
      .map((name) => statOf(name, { value: user[name], note: METRICS[name].note })),
    statOf("binge_share", {
      value: bingeShare(user),
      note: `${formatCount(user.binge_views)} views in binges`,
    }),
  ];
}

/** By watch time. */
function MostWatched({ shows, tz, search }: {
  readonly shows: UserDetail["most_watched"];
  readonly tz: string;
  readonly search: string;
}) {
  return (
    <table class="table stacked">
      <thead>
        <tr>
          <th scope="col">Show</th>
          <th scope="col" class="num">{headOf("watch_hours")}</th>
          <th scope="col" class="num">{headOf("qualified_views")}</th>
          <th scope="col">Seen of it</th>
          <th scope="col" class="num">Last</th>
        </tr>
      </thead>
      <tbody>
        {shows.map((show) => (
          <tr key={show.show_name}>
            <th scope="row">
              <a href={showHref(show.show_name, search)}>
                <bdi>{show.show_name}</bdi>
              </a>
            </th>
            <td class="num" data-label={headOf("watch_hours")}>{formatHours(show.watch_hours)}</td>
            <td class="num" data-label={headOf("qualified_views")}>
              {formatCount(show.qualified_views)}
            </td>
            <td class="wide" data-label="Seen of it">
              <ShareBar share={show.time_completion} />
            </td>
            <td class="num" data-label="Last">{formatDate(show.last_watch_date, tz)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
