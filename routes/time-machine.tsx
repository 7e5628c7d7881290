// `/time-machine`: replays history in a copy beside the store, at 1× to 10,000×.

import { createDefine, page } from "fresh";
import { DocumentHead } from "../components/kit/DocumentHead.tsx";
import { formatCount, formatDateTime } from "../domain/format.ts";
import { PageHead } from "../components/kit/PageHead.tsx";
import { Scrubber } from "../components/time_machine/Scrubber.tsx";
import type { Overview, TimeSeries } from "../domain/answers.ts";
import { grainOf } from "../domain/series_grain.ts";
import TimeMachine, { type History } from "../islands/time_machine/TimeMachine.tsx";
import { askAbout } from "../serving/pages/questions/ask_about.ts";
import { readApi, readTogether } from "../serving/pages/pipeline.ts";

const define = createDefine<unknown>();

export const handlers = define.handlers({
  GET: async (ctx) => {
    const { query, tz } = askAbout(ctx.url, ["from", "to"]);
    const path = `/api/overview?${query}`;
    const { first_watch_date: from, last_watch_date: to } = await readApi<Overview>(ctx, path);
    if (from === null || to === null) return page({ history: null, tz });
    const grain = grainOf(Date.parse(to) - Date.parse(from), "hills");
    const { overview, series } = await readTogether<
      { readonly overview: Overview; readonly series: TimeSeries }
    >(ctx, { overview: path, series: `/api/timeseries?${query}&grain=${grain}` });
    const values = series.points.map(({ value }) => value ?? 0);
    const history: History = { from, to, values, views: overview.accepted_views };
    return page({ history, tz });
  },
});

export default define.page<typeof handlers>(({ data: { history, tz }, url }) => (
  <>
    <DocumentHead styles={["charts", "people", "home", "time_machine"]} title="Time machine" />
    <PageHead
      title="Time machine"
      note="Replays the chosen period through the live path, as it happened, in a copy that is thrown away. The store and its figures stay as they are; the copy ends when this page is closed."
    />
    {history === null
      ? (
        <p class="empty card">
          No view lies in this period. Choose a longer one, or send views first.
        </p>
      )
      : (
        <>
          <noscript>
            <section class="card replay" aria-label="History">
              <p>
                {formatCount(history.views)} views from {formatDateTime(history.from, tz)} to{" "}
                {formatDateTime(history.to, tz)}. Replaying them needs JavaScript.
              </p>
              <Scrubber
                {...{ values: history.values, share: 1, tz, isActive: false }}
                fromMs={Date.parse(history.from)}
                toMs={Date.parse(history.to)}
              />
            </section>
          </noscript>
          <div class="needs-script">
            <TimeMachine
              history={history}
              asked={{ from: url.searchParams.get("from"), to: url.searchParams.get("to") }}
              tz={tz}
              search={url.search}
            />
          </div>
        </>
      )}
  </>
));
