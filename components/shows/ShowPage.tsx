// The page of one show.

import type {
  Heatmap,
  Overview,
  ShowDetail,
  SittingAnswer,
  TimeSeries,
} from "../../domain/answers.ts";
import { DurationPanel } from "../audience/DurationPanel.tsx";
import { parseInstant } from "../../domain/instant.ts";
import { CARD_METRICS, cardFigure, type CardMetric, METRICS } from "../../domain/metrics.ts";
import { filtersOf } from "../shell/view_filters.ts";
import { formatCount, formatDate, formatHours, formatMinutes } from "../../domain/format.ts";
import { AudiencePanel } from "../audience/AudiencePanel.tsx";
import { Downloads } from "../kit/Downloads.tsx";
import { HabitsPanel, hourFilter } from "../audience/HabitsPanel.tsx";
import { listHref } from "../kit/hrefs.ts";
import { PageHead } from "../kit/PageHead.tsx";
import { Panel } from "../kit/Panel.tsx";
import { CompletionPanel, EpisodesPanel, WatchedWithPanel, WeeksPanel } from "./ShowPanels.tsx";
import { SittingReels } from "../sittings/SittingReels.tsx";
import { type Stat, statOf, Stats } from "../kit/Stats.tsx";
import { Trend } from "../kit/Trend.tsx";

/** What the API answers about a show. */
export interface ShowAnswers {
  readonly show: ShowDetail;
  readonly series: TimeSeries;
  /** The same of the period before, when it is to be compared with. */
  readonly former: TimeSeries | null;
  /** Figures of the period before, when it is to be compared with. */
  readonly before: Overview | null;
  readonly heatmap: Heatmap;
  /** The latest sittings that hold a binge of it. */
  readonly sittings: readonly SittingAnswer[];
  /** What was asked, by answer. */
  readonly paths: Readonly<
    Record<"show" | "series" | "heatmap" | "sittings" | "distributions", string>
  >;
}

/** All panels; each says what it shows when there is nothing to show. */
export function ShowPage({ answers, url }: { readonly answers: ShowAnswers; readonly url: URL }) {
  const { show, series, former, heatmap, sittings, paths } = answers, { tz } = series;
  return (
    <>
      <PageHead
        title={<bdi>{show.show_name}</bdi>}
        note={<About show={show} tz={tz} />}
        trail={{ href: listHref("/shows", url.search), text: "All shows" }}
      />
      <PartNote url={url} />
      <Stats stats={statsOf(show, answers.before)} />
      <AudiencePanel series={series} former={former} url={url} path={paths.series} />
      <div class="panel-grid">
        <CompletionPanel show={show} path={paths.distributions} />
        <DurationPanel
          bins={show.duration_bins}
          runtimeMinutes={show.runtime_minutes}
          downloads={<Downloads path={paths.distributions} what="Durations" hasChart />}
        />
        <WeeksPanel show={show} untilMs={untilOf(url, series)} />
        <HabitsPanel
          rows={heatmap.rows}
          tz={tz}
          title="When it is watched"
          unit="views"
          downloads={<Downloads path={paths.heatmap} what="Hours of the week" hasChart />}
          filter={hourFilter(url)}
        />
        <WatchedWithPanel show={show} search={url.search} />
        <Panel
          id="binges"
          downloads={<Downloads path={paths.sittings} what="Binges" limit={200} />}
          title="Binges lately"
          note="Sittings with at least three of its episodes"
        >
          {sittings.length === 0
            ? <p class="empty">No sitting of this period holds a binge of it.</p>
            : <SittingReels sittings={sittings} tz={tz} search={url.search} isOfOneUser={false} />}
        </Panel>
        <EpisodesPanel show={show} path={paths.show} />
      </div>
    </>
  );
}

/** The end of the period, or where its last point begins: views went on at least until then. */
function untilOf(url: URL, { points }: TimeSeries): number {
  const to = parseInstant(url.searchParams.get("to") ?? "");
  return Number.isNaN(to) ? Date.parse(points.at(-1)?.start ?? "") : to;
}

function About({ show, tz }: { readonly show: ShowDetail; readonly tz: string }) {
  const { genre, runtime_minutes: runtime, first_watch_date: first, last_watch_date: last } = show;
  const parts = [
    genre,
    runtime === null
      ? "runtime not known"
      : `${formatMinutes(runtime)} runtime, ${
        show.runtime_inferred ? "inferred from its views" : "of the catalog"
      }`,
    first === null || last === null
      ? "not watched in this period"
      : `watched ${formatDate(first, tz)} to ${formatDate(last, tz)}`,
  ];
  return <>{parts.filter((part) => part !== null).join(" · ")}</>;
}

/** With a period before, each figure says how it changed against it. */
function statsOf(show: ShowDetail, before: Overview | null): Stat[] {
  const notes: Partial<Record<CardMetric, string>> = {
    users: show.users === 0 ? "" : `${formatHours(show.watch_hours / show.users)} h each`,
    mean_completion_rate: METRICS.mean_completion_rate.note,
    mean_engagement_score: METRICS.mean_engagement_score.note,
    binge_share: `${formatCount(show.binge_views)} views in binges`,
  };
  return CARD_METRICS.map((name) => {
    const value = cardFigure(name, show);
    const note = before === null ? notes[name] ?? "" : (
      <Trend
        now={value}
        before={cardFigure(name, before)}
        isShare={METRICS[name].unit === "share"}
      />
    );
    return statOf(name, { value, note });
  });
}

/** Which panels are not limited by the filters that are chosen. */
function PartNote({ url }: { readonly url: URL }) {
  const { show: _, ...given } = filtersOf(url.searchParams), names = Object.keys(given);
  if (names.length === 0) return null;
  return (
    <p class="filter-note muted">
      The chosen {names.join(" and ")}{" "}
      limits figures, charts and hours; users by week, other shows, binges and episodes are of all
      its views.
    </p>
  );
}
