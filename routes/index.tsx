// `/`: what is watched now and lately.

import { FILTER_COLUMNS } from "../domain/columns.ts";
import { createDefine, page } from "fresh";
import { asset, Head } from "fresh/runtime";
import { type AskedBreakdown, BreakdownPanel } from "../components/home/BreakdownPanel.tsx";
import { CompletionPanel } from "../components/home/CompletionPanel.tsx";
import { homePaths, homeQuestion } from "../components/home/home_question.ts";
import { type Comparison, KpiCards } from "../components/home/KpiCards.tsx";
import { type TopShow, TopShows } from "../components/home/TopShows.tsx";
import { AudiencePanel } from "../components/audience/AudiencePanel.tsx";
import { Downloads } from "../components/kit/Downloads.tsx";
import { HabitsPanel } from "../components/audience/HabitsPanel.tsx";
import { hourFilter } from "../components/audience/hour_filter.ts";
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
import { readApi } from "../serving/pages/pipeline.ts";
import { readLiveOpening } from "../serving/pages/read_live_opening.ts";

const define = createDefine<unknown>();

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
    const [overview, now, before, series, former, shows, heatmap, spread, ledger, opening] =
      await Promise.all([
        readApi<Overview>(ctx, paths.overview),
        paths.now && readApi<Overview>(ctx, paths.now),
        paths.before && readApi<Overview>(ctx, paths.before),
        readApi<TimeSeries>(ctx, paths.series),
        paths.seriesBefore ? readApi<TimeSeries>(ctx, paths.seriesBefore) : null,
        readTopShows(ctx, paths),
        readApi<Heatmap>(ctx, paths.heatmap),
        readApi<Distributions>(ctx, paths.distributions),
        readApi<LedgerAnswer>(ctx, "/api/ledger"),
        readLiveOpening(ctx, SHOWN_VIEWS),
      ]);
    const breakdowns: readonly AskedBreakdown[] = await Promise.all(
      FILTER_COLUMNS.map(async (by) => {
        const path = paths.by[by];
        return { by, path, answer: await readApi<Breakdown>(ctx, path) };
      }),
    );
    const comparison: Comparison | null = now && before && before.accepted_views > 0
      ? { now, before, days: question.compared!.days }
      : null;
    return page({
      ...{ overview, comparison, series, former, shows, heatmap, spread, ledger, opening, paths },
      breakdowns,
    });
  },
});

async function readTopShows(
  ctx: { readonly url: URL },
  { shows, byShow }: ReturnType<typeof homePaths>,
): Promise<readonly TopShow[]> {
  if (shows !== null) return (await readApi<ShowList>(ctx, shows)).shows;
  const { groups } = await readApi<Breakdown>(ctx, byShow!);
  return groups.map(({ name, ...figures }) => ({ show_name: name ?? "", ...figures }));
}

export default define.page<typeof handlers>(({ data, url }) => {
  const { overview, comparison, series, former, shows, heatmap, spread, opening, paths } = data;
  const { sources: _, removed: __, older_imports, ...ledger } = data.ledger;
  return (
    <>
      <Head>
        <title key="title">Now and lately · Playhead</title>
        <link key="people" rel="stylesheet" href={asset("/people.css")} />
        <link key="home" rel="stylesheet" href={asset("/home.css")} />
      </Head>
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
          <CompletionPanel bins={spread.completion_bins} path={paths.distributions} />
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
