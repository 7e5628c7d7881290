// `/`: what is watched now and lately.

import { FILTER_COLUMNS, type FilterColumn } from "../domain/columns.ts";
import { createDefine, page } from "fresh";
import { DocumentHead } from "../components/kit/DocumentHead.tsx";
import { type AskedBreakdown, BreakdownPanel } from "../components/home/BreakdownPanel.tsx";
import { CompletionPanel } from "../components/audience/CompletionPanel.tsx";
import { homePaths, homeQuestion } from "../components/home/home_question.ts";
import { type Comparison, KpiCards } from "../components/home/KpiCards.tsx";
import { type TopShow, TopShows } from "../components/home/TopShows.tsx";
import { AudiencePanel } from "../components/audience/AudiencePanel.tsx";
import { Downloads } from "../components/kit/Downloads.tsx";
import { HabitsPanel, hourFilter } from "../components/audience/HabitsPanel.tsx";
import type {
  Breakdown,
  Distributions,
  Heatmap,
  LedgerAnswer,
  Overview,
  ShowList,
  TimeSeries,
} from "../domain/answers.ts";
import LedgerStrip from "../islands/home/LedgerStrip.tsx";
import LiveNow from "../islands/home/LiveNow.tsx";
import ViewFeed from "../islands/home/ViewFeed.tsx";
import { readApi, readTogether } from "../serving/pages/pipeline.ts";
import { readLiveOpening } from "../serving/pages/read_live_opening.ts";

const define = createDefine<unknown>();

/** What the page is made of, all of one commit. */
interface HomeAnswers {
  readonly overview: Overview;
  readonly now: Overview | null;
  readonly before: Overview | null;
  readonly series: TimeSeries;
  readonly former: TimeSeries | null;
  /** The top shows: of a list, or of groups where the page is about some views only. */
  readonly shows: ShowList | null;
  readonly byShow: Breakdown | null;
  readonly heatmap: Heatmap;
  readonly spread: Distributions;
  readonly ledger: LedgerAnswer;
}

type Breakdowns = { readonly [By in FilterColumn as `by ${By}`]: Breakdown };

function breakdownPaths(by: Readonly<Record<FilterColumn, string>>) {
  const named = FILTER_COLUMNS.map((name) => [`by ${name}`, by[name]] as const);
  return Object.fromEntries(named) as { readonly [Name in keyof Breakdowns]: string };
}

/** Rows of the feed that the page is made with. */
const SHOWN_VIEWS = 16;

export const handlers = define.handlers({
  GET: async (ctx) => {
    const { searchParams } = ctx.url;
    const all = await readApi<Overview>(ctx, "/api/overview");
    const question = homeQuestion(
      { from: searchParams.get("from"), to: searchParams.get("to") },
      { first: all.first_watch_date, last: all.last_watch_date },
    );
    const paths = homePaths(ctx.url, question);
    const [answers, opening] = await Promise.all([
      readTogether<HomeAnswers & Breakdowns>(ctx, {
        ...{ overview: paths.overview, now: paths.now, before: paths.before },
        ...{ series: paths.series, former: paths.seriesBefore },
        ...{ shows: paths.shows, byShow: paths.byShow, heatmap: paths.heatmap },
        ...{ spread: paths.distributions, ledger: "/api/ledger" },
        ...breakdownPaths(paths.by),
      }),
      readLiveOpening(ctx, SHOWN_VIEWS),
    ]);
    const { overview, now, before, series, former, heatmap, spread, ledger } = answers;
    const breakdowns = FILTER_COLUMNS.map((by): AskedBreakdown => (
      { by, path: paths.by[by], answer: answers[`by ${by}`] }
    ));
    const comparison: Comparison | null = now && before && before.accepted_views > 0
      ? { now, before, days: question.compared!.days }
      : null;
    return page({
      ...{ overview, comparison, series, former, heatmap, spread, ledger, opening, paths },
      ...{ breakdowns, shows: topShows(answers) },
    });
  },
});

function topShows({ shows, byShow }: HomeAnswers): readonly TopShow[] {
  if (shows !== null) return shows.shows;
  return byShow!.groups.map(({ name, ...figures }) => ({ show_name: name ?? "", ...figures }));
}

export default define.page<typeof handlers>(({ data, url }) => {
  const { overview, comparison, series, former, shows, heatmap, spread, opening, paths } = data;
  const { sources: _, removed: __, older_imports, ...ledger } = data.ledger;
  return (
    <>
      <DocumentHead styles={["charts", "home"]} title="Now and lately" />
      <h1 class="unseen">Now and lately</h1>
      {older_imports.length > 0 && (
        <p class="card" role="note">
          {older_imports.length === 1 ? "An import was" : `${older_imports.length} imports were`}
          {" "}
          read under older rules: <a href="/runs">see the runs</a>{" "}
          to hand the file in again, or to remove it.
        </p>
      )}
      <LedgerStrip ledger={ledger} />
      <div data-live="figures">
        <KpiCards overview={overview} compared={comparison} withFormer={former !== null} />
      </div>
      <div class="grid">
        <div class="two-thirds" data-live="audience">
          <AudiencePanel series={series} former={former} url={url} path={paths.series} />
        </div>
        <div class="third">
          <LiveNow opening={opening} />
        </div>
        <div class="half" data-live="shows">
          <TopShows shows={shows} url={url} />
        </div>
        <div class="half">
          <ViewFeed
            tz={heatmap.tz}
            search={url.search}
            opening={opening?.latest_views ?? []}
          />
        </div>
        <div class="half" data-live="completion">
          <CompletionPanel
            bins={spread.completion_bins}
            downloads={<Downloads path={paths.distributions} what="Completion" hasChart />}
            empty="No view of this period has a show whose runtime is known."
          />
        </div>
        <div class="half" data-live="hours">
          <HabitsPanel
            rows={heatmap.rows}
            tz={heatmap.tz}
            title="When it is watched"
            unit="views"
            downloads={<Downloads path={paths.heatmap} what="Hours of the week" hasChart />}
            filter={hourFilter(url)}
          />
        </div>
        <div data-live="breakdown">
          <BreakdownPanel breakdowns={data.breakdowns} url={url} />
        </div>
      </div>
    </>
  );
});
