// `/users/:user`: one user whole. The id is percent-encoded in the path.

import { createDefine, page } from "fresh";
import { DocumentHead } from "../../components/kit/DocumentHead.tsx";
import { UnknownName } from "../../components/kit/UnknownName.tsx";
import { UserPage } from "../../components/users/UserPage.tsx";
import type { UserDetail } from "../../domain/answers.ts";
import { askAbout } from "../../serving/pages/questions/ask_about.ts";
import { nullIfUnknown } from "../../serving/pages/questions/null_if_unknown.ts";
import { readApi } from "../../serving/pages/pipeline.ts";

const define = createDefine<unknown>();

interface UserData {
  readonly user: UserDetail;
  readonly tz: string;
  readonly path: string;
}

export const handlers = define.handlers<UserData | null>({
  GET: async (ctx) => {
    const id = (ctx.params.user ?? "").toWellFormed(),
      { query, tz } = askAbout(ctx.url, ["tz", "cursor"]);
    query.set("limit", "20");
    const path = `/api/users/${encodeURIComponent(id)}?${query}`;
    const user = await nullIfUnknown(readApi<UserDetail>(ctx, path));
    return user === null ? page(null, { status: 404 }) : page({ user, tz, path });
  },
});

export default define.page<typeof handlers>(({ data, url, params }) => (
  <>
    <DocumentHead styles={["charts", "people"]} title={data?.user.user_id ?? "Unknown user"} />
    {!data
      ? <UnknownName kind="user" name={params.user ?? ""} list="/users" url={url} />
      : <UserPage {...data} url={url} />}
  </>
));
