// How far a show is watched: the share of views that reach each point of its runtime.

import { formatCount, formatShare } from "./format.ts";
import { Plot, PlotLine, PlotPlace } from "./Plot.tsx";

/** `curve` holds the share that reached 0 %, 5 %, … 100 % of the runtime. */
export function CompletionCurve({ curve, views }: {
  readonly curve: readonly number[];
  readonly views: number;
}) {
  const last = Math.max(1, curve.length - 1), step = 100 / last;
  const half = formatShare(curve[Math.floor(last / 2)] ?? 0), end = formatShare(curve[last] ?? 0);
  return (
    <Plot
      label={`Of ${formatCount(views)} views, ${half} reach half of the runtime and ${end} its end`}
      top={1}
      tell={formatShare}
      ticks={[0, 25, 50, 75, 100].map((at) => ({ at, text: `${at}%` }))}
    >
      <PlotLine points={curve.map((share, i) => [i * step, share])} />
      {curve.map((share, i) => (
        <PlotPlace
          key={i}
          from={(i - 0.5) * step}
          width={step}
          share={share}
          text={`${formatShare(share)} reach ${formatShare(i / last)} of it`}
        />
      ))}
    </Plot>
  );
}
