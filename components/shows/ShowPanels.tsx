// What is known of one show beside its figures and its audience over time, panel by panel.

import type { ShowDetail } from "../../domain/answers.ts";
import {
  formatCompact,
  formatCount,
  formatDate,
  formatDay,
  formatShare,
} from "../../domain/format.ts";
import { WEEK_MS } from "../../domain/time.ts";
import { Alternative } from "../kit/Alternative.tsx";
import { Downloads } from "../kit/Downloads.tsx";
import { Bar, EpisodeTable } from "./EpisodeTable.tsx";
import { Panel } from "../kit/Panel.tsx";
import { PngButton } from "../kit/PngButton.tsx";
import { axisTop, Plot, PlotBar, PlotLine, PlotPlace } from "../charts/Plot.tsx";
import { showHref } from "../kit/hrefs.ts";

interface ShowProps {
  readonly show: ShowDetail;
}

interface PanelProps extends ShowProps {
  /** What was asked. */
  readonly path: string;
}

/** How far: the share of views that reach each point. */
export function CompletionPanel({ show, path }: PanelProps) {
  const rated = show.completion_bins.reduce((sum, bin) => sum + bin.qualified_views, 0);
  const curve = show.completion_curve, last = Math.max(1, curve.length - 1);
  return (
    <Panel
      id="completion"
      downloads={<Downloads path={path} what="Completion" hasChart />}
      title="How far it is watched"
      note="Share of views that reach each point of the runtime"
    >
      {rated === 0
        ? (
          <p class="empty">
            No view here has a completion rate, as the runtime is not known. Name it in the catalog,
            or wait for 20 views: then it is inferred.
          </p>
        )
        : (
          <>
            <CompletionCurve curve={curve} views={rated} />
            <Alternative
              head={["Point of the runtime", "Share of views that reach it"]}
              rows={curve.map((share, i) => [formatShare(i / last), formatShare(share)])}
            />
          </>
        )}
    </Panel>
  );
}

/** New or back, week by week; `untilMs` is where the figures end. */
export function WeeksPanel({ show, untilMs }: ShowProps & { readonly untilMs: number }) {
  const weeks = show.users_by_week;
  return (
    <Panel
      id="weeks"
      downloads={
        <span class="downloads">
          <PngButton what="New and returning users" />
        </span>
      }
      title="New and returning users"
      note={
        <>
          By week (Monday, UTC): <KeySquare kind="new" /> first time with this show,{" "}
          <KeySquare kind="returning" /> seen with it before
        </>
      }
    >
      {weeks.length === 0 ? <p class="empty">No week of this period has a view.</p> : (
        <>
          <NewAndReturning weeks={weeks} untilMs={untilMs} />
          <Alternative
            head={["Week of", "New", "Returning"]}
            rows={weeks.map(({ week, new_users, returning_users }) => [
              ...[formatDate(week, "UTC"), formatCount(new_users), formatCount(returning_users)],
            ])}
          />
        </>
      )}
    </Panel>
  );
}

function KeySquare({ kind }: { readonly kind: "new" | "returning" }) {
  return (
    <svg class="key" width="10" height="10" aria-hidden="true">
      <rect class={kind} width="10" height="10" rx="3" />
    </svg>
  );
}

/** What else. */
export function WatchedWithPanel({ show, search }: ShowProps & { readonly search: string }) {
  return (
    <Panel
      id="watched-with"
      title="Watched with it"
      note="Shows that most of its users have also watched, at any time"
    >
      {show.watched_with.length === 0
        ? <p class="empty">Its users have watched nothing else.</p>
        : <WatchedWith shows={show.watched_with} search={search} />}
    </Panel>
  );
}

/** Which episodes; nothing when no view names one. */
export function EpisodesPanel({ show, path }: ShowProps & { readonly path: string }) {
  if (show.episodes.length === 0) return null;
  return (
    <Panel
      id="episodes"
      downloads={<Downloads path={path} what="Episodes" />}
      title="Episodes"
      note="The 100 with most views"
      wide
    >
      <EpisodeTable episodes={show.episodes} />
    </Panel>
  );
}

/** `curve` holds the share that reached 0 %, 5 %, … 100 % of the runtime. */
function CompletionCurve({ curve, views }: {
  readonly curve: readonly number[];
  readonly views: number;
}) {
  const last = Math.max(1, curve.length - 1), step = 100 / last;
  const half = formatShare(curve[Math.floor(last / 2)] ?? 0), end = formatShare(curve[last] ?? 0);
  return (
    <Plot
      label={`Of ${formatCount(views)} views, ${half} reach half of the runtime and ${end} its end`}
      top={1}
      tell={formatShare}
      ticks={[0, 25, 50, 75, 100].map((at) => ({ at, text: `${at}%` }))}
    >
      <PlotLine points={curve.map((share, i) => [i * step, share])} />
      {curve.map((share, i) => (
        <PlotPlace
          key={i}
          from={(i - 0.5) * step}
          width={step}
          share={share}
          text={`${formatShare(share)} reach ${formatShare(i / last)} of it`}
        />
      ))}
    </Plot>
  );
}

/** Fewer weeks than these leave space on the right, so that a bar never fills the chart. */
const FEWEST = 8;

/** Stacked bars, oldest week first; weeks that end after `untilMs` are not over and so pale. */
function NewAndReturning({ weeks, untilMs }: {
  readonly weeks: ShowDetail["users_by_week"];
  readonly untilMs: number;
}) {
  const top = axisTop(Math.max(0, ...weeks.map((week) => week.new_users + week.returning_users)));
  const step = 100 / Math.max(weeks.length, FEWEST), labelEvery = Math.ceil(weeks.length / 6);
  return (
    <Plot
      label={`New and returning users in ${weeks.length} weeks`}
      top={top}
      tell={formatCompact}
      ticks={weeks.flatMap(({ week }, i) =>
        i % labelEvery === 0 ? [{ at: (i + 0.5) * step, text: formatDay(week, "UTC") }] : []
      )}
    >
      {weeks.map(({ week, new_users, returning_users }, i) => {
        const bar = { from: (i + 0.12) * step, width: step * 0.76 };
        const isOver = Date.parse(week) + WEEK_MS <= untilMs;
        return (
          <g key={week} class={isOver ? "bar-place" : "bar-place open"}>
            <PlotBar {...bar} kind="returning" share={returning_users / top} />
            <PlotBar {...bar} kind="new" share={new_users / top} above={returning_users / top} />
            <PlotPlace
              from={i * step}
              width={step}
              text={`${formatDay(week, "UTC")}: ${formatCount(new_users)} new, ${
                formatCount(returning_users)
              } back${isOver ? "" : ", not over yet"}`}
            />
          </g>
        );
      })}
    </Plot>
  );
}

/** Bars are relative to the first. */
function WatchedWith({ shows, search }: {
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
