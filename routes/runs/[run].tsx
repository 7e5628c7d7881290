// `/runs/:run`: one run whole.

import { createDefine, page } from "fresh";
import { RunPage } from "../../components/runs/RunPage.tsx";
import { DocumentHead } from "../../components/kit/DocumentHead.tsx";
import type { LedgerAnswer } from "../../domain/answers.ts";
import type { RunAnswer } from "../../domain/report.ts";
import type { RunList } from "../../domain/service_answers.ts";
import RemoveImport from "../../islands/runs/RemoveImport.tsx";
import RunAgain from "../../islands/runs/RunAgain.tsx";
import { readApi, readTogether } from "../../serving/pages/pipeline.ts";

interface Answers {
  readonly run: RunAnswer;
  readonly others: readonly RunAnswer[];
  /** What the ledger has of its inputs. */
  readonly imports: readonly { readonly source: string; readonly rows: number }[];
}

const define = createDefine<unknown>();

export const handlers = define.handlers<Answers>({
  GET: async (ctx) => {
    const id = (ctx.params.run ?? "").toWellFormed();
    const path = `/api/runs/${encodeURIComponent(id)}`;
    const { run, list: { runs } } = await readTogether<
      { readonly run: RunAnswer; readonly list: RunList }
    >(ctx, { run: path, list: "/api/runs?limit=50" });
    const named = encodeURIComponent(run.inputs[0]?.path ?? "");
    const { sources } = await readApi<LedgerAnswer>(ctx, `/api/ledger?source=${named}`);
    const imports = run.removed_at !== null ? [] : sources
      .filter(({ source }) => run.inputs.some(({ path }) => path === source))
      .map(({ source, read }) => ({ source, rows: read }));
    return page({ run, others: runs.filter(({ run_id }) => run_id !== id), imports });
  },
});

export default define.page<typeof handlers>(({ data }) => (
  <>
    <DocumentHead styles={["trust"]} title="Run" />
    {data && (
      <RunPage
        run={data.run}
        others={data.others}
        again={<RunAgain run={data.run.run_id} />}
        remove={data.imports.map((one) => <RemoveImport key={one.source} {...one} />)}
      />
    )}
  </>
));
