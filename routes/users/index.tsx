// `/users`: every user with their totals; search, sort and pages live in the address.

import { createDefine, page } from "fresh";
import { Downloads } from "../../components/kit/Downloads.tsx";
import { FilterNote } from "../../components/kit/FilterNote.tsx";
import { PageHead } from "../../components/kit/PageHead.tsx";
import { Pager } from "../../components/kit/Pager.tsx";
import { DocumentHead } from "../../components/kit/DocumentHead.tsx";
import { SearchForm } from "../../components/kit/SearchForm.tsx";
import { USER_ORDERS, UserTable } from "../../components/users/UserTable.tsx";
import type { UserList } from "../../domain/answers.ts";
import { askAbout } from "../../serving/pages/questions/ask_about.ts";
import { readApi } from "../../serving/pages/pipeline.ts";

const define = createDefine<unknown>();

export const handlers = define.handlers({
  GET: async (ctx) => {
    const { query, tz } = askAbout(ctx.url, ["sort", "search", "cursor"]);
    if (!query.has("sort")) query.set("sort", "watch_hours");
    query.set("limit", "50");
    const path = `/api/users?${query}`;
    return page({ list: await readApi<UserList>(ctx, path), tz, path });
  },
});

export default define.page<typeof handlers>(({ data: { list, tz, path }, url }) => (
  <>
    <DocumentHead styles={["charts", "people"]} title="Users" />
    <PageHead title="Users" note="Everyone with a view, and their totals of all time">
      <Downloads path={path} what="Users" limit={1_000} />
    </PageHead>
    <FilterNote url={url} honoured={[]} />
    <SearchForm url={url} label="Search users" placeholder="Part of the id" sorts={USER_ORDERS} />
    <div class="card">
      {list.users.length === 0
        ? <NoUsers search={url.searchParams.get("search")} />
        : <UserTable users={list.users} tz={tz} url={url} />}
    </div>
    <Pager url={url} next={list.next_cursor} nextText="More users" />
  </>
));

function NoUsers({ search }: { readonly search: string | null }) {
  return (
    <p class="empty">
      {search
        ? (
          <>
            No user has “<bdi>{search}</bdi>” in their id. Try fewer letters.
          </>
        )
        : (
          <>
            Nobody has watched anything yet. Send views: <code>POST /api/events</code>.
          </>
        )}
    </p>
  );
}
