// `/runs/:run`: one run whole.

import { createDefine, page } from "fresh";
import { RunPage } from "../../components/trust/RunPage.tsx";
import { TrustHead } from "../../components/trust/TrustHead.tsx";
import type { RunReport } from "../../domain/report.ts";
import type { RunList } from "../../domain/service_answers.ts";
import RunAgain from "../../islands/trust/RunAgain.tsx";
import { readApi } from "../../serving/pages/pipeline.ts";

interface Answers {
  readonly run: RunReport;
  readonly others: readonly RunReport[];
}

const define = createDefine<unknown>();

export const handlers = define.handlers<Answers>({
  GET: async (ctx) => {
    const id = (ctx.params.run ?? "").toWellFormed();
    const [run, { runs }] = await Promise.all([
      readApi<RunReport>(ctx, `/api/runs/${encodeURIComponent(id)}`),
      readApi<RunList>(ctx, "/api/runs?limit=50"),
    ]);
    return page({ run, others: runs.filter(({ run_id }) => run_id !== id) });
  },
});

export default define.page<typeof handlers>(({ data }) => (
  <>
    <TrustHead title="Run" />
    {data && <RunPage {...data} again={<RunAgain run={data.run.run_id} />} />}
  </>
));
