// `/shows/:show`: one show whole. The name is percent-encoded in the path.

import { createDefine, page } from "fresh";
import { PeopleHead } from "../../components/people/PeopleHead.tsx";
import { type ShowAnswers, ShowPage } from "../../components/people/ShowPage.tsx";
import { UnknownName } from "../../components/people/UnknownName.tsx";
import {
  type Heatmap,
  SERIES_METRICS,
  type ShowDetail,
  type SittingList,
  type TimeSeries,
} from "../../domain/answers.ts";
import { askAbout } from "../../serving/pages/people/ask_about.ts";
import { chooseGrain } from "../../serving/pages/people/choose_grain.ts";
import { nullIfUnknown } from "../../serving/pages/people/null_if_unknown.ts";
import { readApi } from "../../serving/pages/pipeline.ts";

const define = createDefine<unknown>();

export const handlers = define.handlers<ShowAnswers | null>({
  GET: async (ctx) => {
    const name = (ctx.params.show ?? "").toWellFormed(),
      { query } = askAbout(ctx.url, ["from", "to", "tz"]);
    const metric = SERIES_METRICS.find((one) => one === ctx.url.searchParams.get("metric")) ??
      "users";
    const ofShow = new URLSearchParams([...query, ["show", name]]);
    const grain = await chooseGrain(ctx, "chart");
    const sittingQuery = new URLSearchParams([...ofShow, ["limit", "5"]]);
    sittingQuery.delete("tz");
    const paths = {
      show: `/api/shows/${encodeURIComponent(name)}?${query}`,
      series: `/api/timeseries?${ofShow}&metric=${metric}&grain=${grain}`,
      heatmap: `/api/heatmap?${ofShow}`,
      sittings: `/api/sittings?${sittingQuery}`,
    };
    const [show, series, heatmap, binges] = await Promise.all([
      nullIfUnknown(readApi<ShowDetail>(ctx, paths.show)),
      readApi<TimeSeries>(ctx, paths.series),
      readApi<Heatmap>(ctx, paths.heatmap),
      readApi<SittingList>(ctx, paths.sittings),
    ]);
    return show === null
      ? page(null, { status: 404 })
      : page({ show, series, heatmap, sittings: binges.sittings, paths });
  },
});

export default define.page<typeof handlers>(({ data, url, params }) => (
  <>
    <PeopleHead title={data?.show.show_name ?? "Unknown show"} />
    {!data
      ? <UnknownName kind="show" name={params.show ?? ""} list="/shows" url={url} />
      : <ShowPage answers={data} url={url} />}
  </>
));
