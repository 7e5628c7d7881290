// What is known of one show beside its figures and its audience over time, panel by panel.

import type { ShowDetail } from "../../domain/answers.ts";
import { formatCount, formatShare } from "./format.ts";
import { Alternative } from "./Alternative.tsx";
import { CompletionCurve } from "./CompletionCurve.tsx";
import { Downloads } from "./Downloads.tsx";
import { DurationHistogram, minutesOf } from "./DurationHistogram.tsx";
import { EpisodeTable } from "./EpisodeTable.tsx";
import { formatWeekLong } from "./format_week.ts";
import { NewAndReturning } from "./NewAndReturning.tsx";
import { Panel } from "./Panel.tsx";
import { PngButton } from "../shell/PngButton.tsx";
import { WatchedWith } from "./WatchedWith.tsx";

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

/** How long. */
export function DurationPanel({ show, path }: PanelProps) {
  const { duration_bins: bins, runtime_minutes: runtimeMinutes } = show;
  return (
    <Panel
      id="durations"
      downloads={<Downloads path={path} what="Durations" hasChart />}
      title="How long views last"
      note="Views by minutes watched"
    >
      <DurationHistogram bins={bins} runtimeMinutes={runtimeMinutes} />
      <Alternative
        head={["Minutes watched", "Views"]}
        rows={bins.map((bin) => [minutesOf(bin), formatCount(bin.qualified_views)])}
      />
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
              ...[formatWeekLong(week), formatCount(new_users), formatCount(returning_users)],
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
