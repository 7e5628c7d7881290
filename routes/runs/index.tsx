// `/runs`: every run of the ETL, newest first.

import { createDefine, page } from "fresh";
import { RefusedFiles } from "../../components/runs/RefusedFiles.tsx";
import { RunTable } from "../../components/runs/RunTable.tsx";
import { DocumentHead } from "../../components/kit/DocumentHead.tsx";
import type { RunList } from "../../domain/service_answers.ts";
import { readApi } from "../../serving/pages/pipeline.ts";

const define = createDefine<unknown>();

export const handlers = define.handlers<RunList>({
  GET: async (ctx) => page(await readApi<RunList>(ctx, "/api/runs?limit=200")),
});

export default define.page<typeof handlers>(({ data }) => (
  <>
    <DocumentHead styles={["trust"]} title="Runs" />
    <div class="page-head">
      <div>
        <h1>Runs</h1>
        <p class="muted">
          What each run of the ETL read, kept, set aside and wrote. <code>deno task runs</code>{" "}
          tells the same.
        </p>
      </div>
      <a class="button" href="/quality#contract">The contract over runs</a>
    </div>
    {data?.runs.some(({ older_rules }) => older_rules) && (
      <p class="card">
        Some imports were read under older rules and their files are gone or changed. Hand a file in
        again and it takes the place of its rows, or open the run and remove its import.
      </p>
    )}
    {data && <RefusedFiles files={data.refused_files} />}
    {data && <RunTable runs={data.runs} />}
  </>
));
