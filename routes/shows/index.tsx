// `/shows`: every show with its figures; search, sort and pages live in the address.

import { createDefine, page } from "fresh";
import { Downloads } from "../../components/kit/Downloads.tsx";
import { FilterNote } from "../../components/kit/FilterNote.tsx";
import { PageHead } from "../../components/kit/PageHead.tsx";
import { Pager } from "../../components/kit/Pager.tsx";
import { DocumentHead } from "../../components/kit/DocumentHead.tsx";
import { SearchForm } from "../../components/kit/SearchForm.tsx";
import { SHOW_ORDERS, ShowTable } from "../../components/shows/ShowTable.tsx";
import type { ShowList } from "../../domain/answers.ts";
import { askAbout } from "../../serving/pages/questions/ask_about.ts";
import { chooseGrain } from "../../serving/pages/questions/choose_grain.ts";
import { readApi } from "../../serving/pages/pipeline.ts";

const define = createDefine<unknown>();

export const handlers = define.handlers({
  GET: async (ctx) => {
    const { query } = askAbout(ctx.url, ["from", "to", "tz", "sort", "search", "cursor"]);
    query.set("trend", await chooseGrain(ctx, "small"));
    query.set("limit", "25");
    const path = `/api/shows?${query}`;
    return page({ list: await readApi<ShowList>(ctx, path), path });
  },
});

export default define.page<typeof handlers>((
  { data: { list: { shows, next_cursor }, path }, url },
) => (
  <>
    <DocumentHead styles={["charts", "people"]} title="Shows" />
    <PageHead
      title="Shows"
      note="What is watched in this period, by views, hours, users or how far it is watched"
    >
      <Downloads path={path} what="Shows" limit={1_000} />
    </PageHead>
    <FilterNote url={url} honoured={["from", "to"]} />
    <SearchForm url={url} label="Search shows" placeholder="Part of the name" sorts={SHOW_ORDERS} />
    <div class="card" data-live="shows">
      {shows.length === 0
        ? <NoShows search={url.searchParams.get("search")} />
        : <ShowTable shows={shows} url={url} />}
    </div>
    <Pager url={url} next={next_cursor} nextText="More shows" />
  </>
));

function NoShows({ search }: { readonly search: string | null }) {
  return (
    <p class="empty">
      {search
        ? (
          <>
            No show of this period has “<bdi>{search}</bdi>” in its name. Try fewer letters or a
            longer period.
          </>
        )
        : (
          <>
            No show was watched in this period. Choose a longer one, or send views:{" "}
            <code>POST /api/events</code>.
          </>
        )}
    </p>
  );
}
