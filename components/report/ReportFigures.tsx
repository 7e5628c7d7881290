// The figures of a run's accepted views.

import { formatDate, formatFineShare, NO_VALUE } from "../../domain/format.ts";
import { METRICS, REPORT_METRICS } from "../../domain/metrics.ts";
import type { RunReport } from "../../domain/report.ts";
import { statOf, Stats } from "../kit/Stats.tsx";

/** All metrics of the report, and when its first and last view began. */
export function ReportFigures({ report }: { readonly report: RunReport }) {
  const dateOf = (instant: string | null) =>
    instant === null ? NO_VALUE : formatDate(instant, "UTC");
  return (
    <section aria-labelledby="figures">
      <h2 id="figures">Figures</h2>
      <Stats
        stats={[
          ...REPORT_METRICS.map((id) =>
            statOf(id, { value: report[id], note: noteOf(id, report) })
          ),
          { label: "First view", value: dateOf(report.first_watch_date), note: "UTC" },
          { label: "Last view", value: dateOf(report.last_watch_date), note: "UTC" },
        ]}
      />
    </section>
  );
}

/** Of parts of the views, how large a part they are. */
function noteOf(id: typeof REPORT_METRICS[number], report: RunReport): string {
  if (id !== "binge_views" && id !== "unknown_runtime_views") return METRICS[id].note;
  const { qualified_views: views } = report;
  return views === 0 ? NO_VALUE : `${formatFineShare(report[id] / views)} of views`;
}
