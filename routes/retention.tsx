// `/retention`: weekly cohorts of users, and how many of them came back.

import { createDefine, page } from "fresh";
import { cohortTriangle } from "../components/retention/cohort_triangle.ts";
import { CohortCounts } from "../components/retention/CohortCounts.tsx";
import { sameHref } from "../components/kit/hrefs.ts";
import { Downloads } from "../components/kit/Downloads.tsx";
import { FilterNote } from "../components/kit/FilterNote.tsx";
import { PageHead } from "../components/kit/PageHead.tsx";
import { Panel } from "../components/kit/Panel.tsx";
import { DocumentHead } from "../components/kit/DocumentHead.tsx";
import { ReturnCurve } from "../components/retention/ReturnCurve.tsx";
import type { Retention } from "../domain/answers.ts";
import CohortGrid from "../islands/retention/CohortGrid.tsx";
import { PngButton } from "../components/kit/PngButton.tsx";
import { readApi } from "../serving/pages/pipeline.ts";

const WEEKS = [13, 26, 52];
const define = createDefine<unknown>();

export const handlers = define.handlers({
  GET: async (ctx) => page(await readApi<Retention>(ctx, "/api/retention")),
});

export default define.page<typeof handlers>(({ data, url }) => {
  const asked = Number(url.searchParams.get("weeks"));
  const keep = WEEKS.find((weeks) => weeks === asked) ?? 26;
  const { cohorts, means } = cohortTriangle(data.cohorts, keep);
  return (
    <>
      <DocumentHead styles={["charts", "people"]} title="Retention" />
      <PageHead
        title="Retention"
        note="Users by the week of their first view, and the share of them seen in each week after it. Weeks begin on Monday, UTC."
      >
        <WeekChoice url={url} keep={keep} />
      </PageHead>
      <FilterNote url={url} honoured={[]} />
      <Panel
        id="cohorts"
        title="Weekly cohorts"
        downloads={<Downloads path="/api/retention" what="Cohorts" />}
      >
        {cohorts.length === 0
          ? (
            <p class="empty">
              No user has a view yet. Cohorts appear with the first week of views.
            </p>
          )
          : (
            <>
              <CohortGrid cohorts={cohorts} />
              <CohortCounts cohorts={cohorts} />
            </>
          )}
      </Panel>
      {means.filter((mean) => mean !== null).length > 1 && (
        <Panel
          id="curve"
          downloads={
            <span class="downloads">
              <PngButton what="How cohorts thin out" />
            </span>
          }
          title="How cohorts thin out"
          note="Share of all these cohorts' users who were seen in a week after their first, over finished weeks"
        >
          <ReturnCurve means={means} />
        </Panel>
      )}
    </>
  );
});

function WeekChoice({ url, keep }: { readonly url: URL; readonly keep: number }) {
  return (
    <nav class="choice" aria-label="Weeks shown">
      {WEEKS.map((weeks) => (
        <a
          key={weeks}
          class="chip"
          href={sameHref(url, { weeks: weeks === 26 ? null : String(weeks) })}
          aria-current={weeks === keep ? "true" : undefined}
        >
          {weeks} weeks
        </a>
      ))}
    </nav>
  );
}
