// `/sittings`: sittings that hold a binge, newest first.

import { createDefine, page } from "fresh";
import { Downloads } from "../components/kit/Downloads.tsx";
import { FilterNote } from "../components/kit/FilterNote.tsx";
import { PageHead } from "../components/kit/PageHead.tsx";
import { Pager } from "../components/kit/Pager.tsx";
import { DocumentHead } from "../components/kit/DocumentHead.tsx";
import { SittingReels } from "../components/sittings/SittingReels.tsx";
import type { SittingList } from "../domain/answers.ts";
import { askAbout } from "../serving/pages/questions/ask_about.ts";
import { readApi } from "../serving/pages/pipeline.ts";

const define = createDefine<unknown>();

export const handlers = define.handlers({
  GET: async (ctx) => {
    const { query, tz } = askAbout(ctx.url, ["from", "to", "cursor", "show"]);
    query.set("limit", "20");
    const path = `/api/sittings?${query}`;
    return page({ list: await readApi<SittingList>(ctx, path), tz, path });
  },
});

export default define.page<typeof handlers>(({ data: { list, tz, path }, url }) => (
  <>
    <DocumentHead styles={["charts", "people"]} title="Sittings" />
    <PageHead
      title="Binges lately"
      note="Sittings with at least three episodes of one show, newest first. A sitting ends with a pause of more than 30 minutes."
    >
      <Downloads path={path} what="Binges" limit={200} />
    </PageHead>
    <FilterNote url={url} honoured={["from", "to", "show"]} />
    <div class="card">
      {list.sittings.length === 0
        ? <p class="empty">No sitting of this period holds a binge. Choose a longer period.</p>
        : (
          <SittingReels
            sittings={list.sittings}
            tz={tz}
            search={url.search}
            isOfOneUser={false}
          />
        )}
    </div>
    <Pager url={url} next={list.next_cursor} nextText="Older binges" />
  </>
));
