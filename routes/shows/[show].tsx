// `/shows/:show`: one show whole. The name is percent-encoded in the path.

import { createDefine, page } from "fresh";
import { DocumentHead } from "../../components/kit/DocumentHead.tsx";
import { type ShowAnswers, ShowPage } from "../../components/shows/ShowPage.tsx";
import { UnknownName } from "../../components/kit/UnknownName.tsx";
import type {
  Distributions,
  Heatmap,
  Overview,
  ShowDetail,
  SittingList,
  TimeSeries,
} from "../../domain/answers.ts";
import { FILTER_COLUMNS } from "../../domain/columns.ts";
import { SERIES_METRICS } from "../../domain/metrics.ts";
import { askAbout } from "../../serving/pages/questions/ask_about.ts";
import { chooseGrain } from "../../serving/pages/questions/choose_grain.ts";
import { periodBefore, showPaths } from "../../serving/pages/questions/show_paths.ts";
import { readTogether } from "../../serving/pages/pipeline.ts";

const define = createDefine<unknown>();

interface ShowPageAnswers {
  readonly show: ShowDetail | null;
  readonly overview: Overview;
  readonly spread: Distributions;
  readonly series: TimeSeries;
  readonly heatmap: Heatmap;
  readonly binges: SittingList;
  readonly former: TimeSeries | null;
  readonly formerOverview: Overview | null;
}

export const handlers = define.handlers<ShowAnswers | null>({
  GET: async (ctx) => {
    const name = (ctx.params.show ?? "").toWellFormed();
    const { query } = askAbout(ctx.url, ["from", "to", "tz", ...FILTER_COLUMNS, "hour"]);
    const metric = SERIES_METRICS.find((one) => one === ctx.url.searchParams.get("metric")) ??
      "users";
    const grain = await chooseGrain(ctx, "chart");
    const paths = showPaths(name, { query, metric, grain });
    const before = ctx.url.searchParams.get("compare") === "before" ? periodBefore(query) : null;
    const pathsBefore = before && showPaths(name, { query: before, metric, grain });
    const answers = await readTogether<ShowPageAnswers>(ctx, {
      ...{ show: paths.show, overview: paths.overview, spread: paths.distributions },
      ...{ series: paths.series, heatmap: paths.heatmap, binges: paths.sittings },
      former: pathsBefore && pathsBefore.series,
      formerOverview: pathsBefore && pathsBefore.overview,
    }, { nullIfUnknown: ["show"] });
    const { show, overview, spread, series, heatmap, binges, former, formerOverview } = answers;
    if (show === null) return page(null, { status: 404 });
    return page({
      ...{ series, heatmap, sittings: binges.sittings, former, before: formerOverview, paths },
      show: isLimited(query) ? { ...show, ...overview, ...spread } : show,
    });
  },
});

/** Whether it is about some of the show's views only, of which the API's answer about shows knows nothing. */
function isLimited(query: URLSearchParams): boolean {
  return [...FILTER_COLUMNS, "hour"].some((name) => query.has(name));
}

export default define.page<typeof handlers>(({ data, url, params }) => (
  <>
    <DocumentHead styles={["charts", "people"]} title={data?.show.show_name ?? "Unknown show"} />
    {!data
      ? <UnknownName kind="show" name={params.show ?? ""} list="/shows" url={url} />
      : <ShowPage answers={data} url={url} />}
  </>
));
