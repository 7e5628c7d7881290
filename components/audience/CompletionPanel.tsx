// How far views are watched: the share of them in each twentieth of the runtime.

import { headOf } from "../../domain/metrics.ts";
import type { ComponentChildren } from "preact";
import type { Distributions } from "../../domain/answers.ts";
import { formatCount, formatShare } from "../../domain/format.ts";
import { BarChart } from "../charts/BarChart.tsx";
import { Alternative } from "../kit/Alternative.tsx";
import { Panel } from "../kit/Panel.tsx";

/** Bars of the completion's bins; the table has the counts. */
export function CompletionPanel({ bins, downloads, empty }: {
  readonly bins: Distributions["completion_bins"];
  /** Links to its numbers as files. */
  readonly downloads?: ComponentChildren;
  /** What stands there when no view's runtime is known. */
  readonly empty: ComponentChildren;
}) {
  const rated = bins.reduce((sum, bin) => sum + bin.qualified_views, 0);
  const rangeOf = ({ from, to }: (typeof bins)[number]) =>
    `${formatShare(from)} to ${formatShare(to ?? 1)}`;
  return (
    <Panel
      id="completion"
      downloads={downloads}
      title="How far views are watched"
      note={`Share of ${formatCount(rated)} views by the part of the runtime that was watched`}
    >
      {rated === 0 ? <p class="empty">{empty}</p> : (
        <>
          <BarChart
            label="Views by completion; the table below has the numbers"
            tell={formatShare}
            ticks={[0, 25, 50, 75, 100].map((at) => ({ at, text: `${at}%` }))}
            bars={bins.map((bin) => ({
              value: bin.qualified_views / rated,
              text: `${rangeOf(bin)}: ${formatShare(bin.qualified_views / rated)} of views`,
            }))}
          />
          <Alternative
            head={["Watched", headOf("qualified_views")]}
            rows={bins.map((bin) => [rangeOf(bin), formatCount(bin.qualified_views)])}
          />
        </>
      )}
    </Panel>
  );
}
