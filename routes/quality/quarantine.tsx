// `/quality/quarantine`: rows that broke a rule, found, repaired and replayed.

import { createDefine, page } from "fresh";
import { apiPath, readQuestion } from "../../components/quarantine/quarantine_question.ts";
import { QuarantinePage } from "../../components/quarantine/QuarantinePage.tsx";
import { draftRepair, readRepair } from "../../components/quarantine/repair_drafts.ts";
import { DocumentHead } from "../../components/kit/DocumentHead.tsx";
import type { QuarantineList } from "../../domain/answers.ts";
import type { SavedRepairList } from "../../domain/saved_repair.ts";
import RepairBench from "../../islands/quarantine/RepairBench.tsx";
import RowEditor from "../../islands/quarantine/RowEditor.tsx";
import SavedRepairs from "../../islands/quarantine/SavedRepairs.tsx";
import { readApi } from "../../serving/pages/pipeline.ts";

const ROWS = 20;
const define = createDefine<unknown>();

interface Answers {
  readonly list: QuarantineList;
  readonly saved: SavedRepairList;
}

export const handlers = define.handlers<Answers>({
  GET: async (ctx) => {
    const [list, saved] = await Promise.all([
      readApi<QuarantineList>(ctx, apiPath(readQuestion(ctx.url), ROWS)),
      readApi<SavedRepairList>(ctx, "/api/quarantine/repairs"),
    ]);
    return page({ list, saved });
  },
});

export default define.page<typeof handlers>(({ data, url }) => {
  const question = readQuestion(url), { rule, source, search } = question;
  const repair = readRepair(url.searchParams.get("repair")) ?? draftRepair(question.rule);
  return (
    <>
      <DocumentHead styles={["trust"]} title="Quarantine" />
      {data && (
        <QuarantinePage
          list={data.list}
          question={question}
          bench={<RepairBench select={{ rule, source, search }} start={repair} />}
          saved={data.saved.repairs.length > 0 && <SavedRepairs start={data.saved.repairs} />}
          editorOf={({ id, encoding, raw }) => (
            <RowEditor id={id} text={encoding === "base64" ? null : raw} />
          )}
        />
      )}
    </>
  );
});
