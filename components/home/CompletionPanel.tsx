// How far views are watched: the share of them in each twentieth of the runtime.

import type { Distributions } from "../../domain/answers.ts";
import { Alternative } from "../kit/Alternative.tsx";
import { formatCount, formatShare } from "../../domain/format.ts";
import { Downloads } from "../kit/Downloads.tsx";
import { Panel } from "../kit/Panel.tsx";
import { axisTop, Plot, PlotBar, PlotPlace } from "../charts/Plot.tsx";

/** Bars of the completion's bins; the table has the counts. */
export function CompletionPanel({ bins, path }: {
  readonly bins: Distributions["completion_bins"];
  /** What was asked. */
  readonly path: string;
}) {
  const rated = bins.reduce((sum, bin) => sum + bin.qualified_views, 0);
  const shares = bins.map((bin) => rated === 0 ? 0 : bin.qualified_views / rated);
  const top = axisTop(Math.max(...shares, 0.01)), width = 100 / Math.max(1, bins.length);
  const rangeOf = ({ from, to }: (typeof bins)[number]) =>
    `${formatShare(from)} to ${formatShare(to ?? 1)}`;
  return (
    <Panel
      id="completion"
      downloads={<Downloads path={path} what="Completion" hasChart />}
      title="How far views are watched"
      note={`Share of ${formatCount(rated)} views by the part of the runtime that was watched`}
    >
      {rated === 0
        ? <p class="empty">No view of this period has a show whose runtime is known.</p>
        : (
          <>
            <Plot
              label="Views by completion; the table below has the numbers"
              top={top}
              tell={formatShare}
              ticks={[0, 25, 50, 75, 100].map((at) => ({ at, text: `${at}%` }))}
            >
              {bins.map((bin, i) => (
                <PlotBar
                  key={bin.from}
                  kind="bar"
                  from={i * width + width * 0.08}
                  width={width * 0.84}
                  share={shares[i]! / top}
                />
              ))}
              {bins.map((bin, i) => (
                <PlotPlace
                  key={bin.from}
                  from={i * width}
                  width={width}
                  text={`${rangeOf(bin)}: ${formatShare(shares[i]!)} of views`}
                />
              ))}
            </Plot>
            <Alternative
              head={["Watched", "Views"]}
              rows={bins.map((bin) => [rangeOf(bin), formatCount(bin.qualified_views)])}
            />
          </>
        )}
    </Panel>
  );
}
