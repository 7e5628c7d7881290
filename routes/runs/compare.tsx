// `/runs/compare?a=…&b=…`: two runs, figure by figure.

import { createDefine, HttpError, page } from "fresh";
import { RunComparison } from "../../components/runs/RunComparison.tsx";
import { DocumentHead } from "../../components/kit/DocumentHead.tsx";
import type { RunReport } from "../../domain/report.ts";
import { readApi } from "../../serving/pages/pipeline.ts";

interface Answers {
  readonly a: RunReport;
  readonly b: RunReport;
}

const define = createDefine<unknown>();

export const handlers = define.handlers<Answers>({
  GET: async (ctx) => {
    const read = (name: string) => {
      const id = ctx.url.searchParams.get(name);
      if (!id) {
        throw new HttpError(400, `The address must name two runs: ?a=…&b=…; ${name} is not.`);
      }
      return readApi<RunReport>(ctx, `/api/runs/${encodeURIComponent(id.toWellFormed())}`);
    };
    const [a, b] = await Promise.all([read("a"), read("b")]);
    return page({ a, b });
  },
});

export default define.page<typeof handlers>(({ data }) => (
  <>
    <DocumentHead styles={["trust"]} title="Two runs compared" />
    {data && <RunComparison {...data} />}
  </>
));
