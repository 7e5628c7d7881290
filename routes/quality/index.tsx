// `/quality`: the ledger by source, partition and hour, the rules broken, the contract over runs.

import { signal } from "@preact/signals";
import { createDefine, page } from "fresh";
import { type QualityAnswers, QualityPage } from "../../components/quality/QualityPage.tsx";
import { StreamExpectations } from "../../components/quality/StreamExpectations.tsx";
import { DocumentHead } from "../../components/kit/DocumentHead.tsx";
import type { ContractAnswer } from "../../domain/contract_answer.ts";
import type { WindowQuality } from "../../domain/window_answer.ts";
import LimitEditor from "../../islands/quality/LimitEditor.tsx";
import { readApi, readTogether } from "../../serving/pages/pipeline.ts";

const define = createDefine<unknown>();

interface Answers extends QualityAnswers {
  readonly contract: ContractAnswer;
  readonly windows: WindowQuality;
}

export const handlers = define.handlers<Answers>({
  GET: async (ctx) => {
    const source = ctx.url.searchParams.get("source") ?? "";
    const query = source === "" ? "" : `?source=${encodeURIComponent(source)}`;
    const [contract, answers] = await Promise.all([
      readApi<ContractAnswer>(ctx, "/api/contract"),
      readTogether<Omit<Answers, "contract">>(ctx, {
        ...{ ledger: `/api/ledger${query}`, hours: `/api/ledger/hours${query}` },
        ...{ quality: "/api/quality", windows: "/api/quality/windows" },
      }),
    ]);
    return page({ ...answers, contract });
  },
});

export default define.page<typeof handlers>(({ data }) => {
  const version = signal(data?.contract.version ?? "");
  return (
    <>
      <DocumentHead styles={["trust"]} title="Quality" />
      {data && (
        <QualityPage
          answers={data}
          editorOf={({ id, results }) => {
            const expectation = data.contract.expectations.find((one) => one.id === id);
            const runs = results.map(({ started_at, observed }) => ({
              ...{ started_at, observed: typeof observed === "number" ? observed : null },
            }));
            return expectation && (
              <LimitEditor expectation={expectation} version={version} runs={runs} />
            );
          }}
        />
      )}
      {data && <StreamExpectations answer={data.windows} />}
    </>
  );
});
