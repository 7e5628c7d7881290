// `/quality`: the ledger by source, partition and hour, the rules broken, the contract over runs.

import { createDefine, page } from "fresh";
import { type QualityAnswers, QualityPage } from "../../components/trust/QualityPage.tsx";
import { TrustHead } from "../../components/trust/TrustHead.tsx";
import type { LedgerAnswer, LedgerHours, QualityAnswer } from "../../domain/answers.ts";
import { readApi } from "../../serving/pages/pipeline.ts";

const define = createDefine<unknown>();

export const handlers = define.handlers<QualityAnswers>({
  GET: async (ctx) => {
    const source = ctx.url.searchParams.get("source") ?? "";
    const query = source === "" ? "" : `?source=${encodeURIComponent(source)}`;
    const [ledger, hours, quality] = await Promise.all([
      readApi<LedgerAnswer>(ctx, "/api/ledger"),
      readApi<LedgerHours>(ctx, `/api/ledger/hours${query}`),
      readApi<QualityAnswer>(ctx, "/api/quality"),
    ]);
    return page({ ledger, hours, quality });
  },
});

export default define.page<typeof handlers>(({ data }) => (
  <>
    <TrustHead title="Quality" />
    {data && <QualityPage answers={data} />}
  </>
));
