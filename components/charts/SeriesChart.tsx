// A metric over time as a line that is readable without JavaScript; each point tells itself when pointed at.

import type { TimeSeries } from "../../domain/answers.ts";
import { axisTop, Plot, PlotLine, PlotPlace } from "./Plot.tsx";

const LABELS = 6;

/** Points without a value leave a gap. `tell` writes values, `label` the time a point begins with. */
export function SeriesChart(
  { points, former = [], title, top, tell, tellAxis, label, labelAxis, hrefOf }: {
    readonly points: TimeSeries["points"];
    /** The period before, point by point beside its own. */
    readonly former?: TimeSeries["points"];
    readonly title: string;
    /** The upper end of the axis; found from the points when it is absent. */
    readonly top?: number | undefined;
    readonly tell: (value: number) => string;
    readonly tellAxis: (value: number) => string;
    readonly label: (start: string) => string;
    /** The same in few letters, for the axis. */
    readonly labelAxis: (start: string) => string;
    /** Where a point leads; none lead anywhere without it. */
    readonly hrefOf?: ((at: number) => string) | undefined;
  },
) {
  const most = top ??
    axisTop(Math.max(0, ...[...points, ...former].map(({ value }) => value ?? 0)));
  const last = Math.max(1, points.length - 1), step = 100 / last;
  const places = Array.from({ length: LABELS }, (_, i) => Math.round(i / (LABELS - 1) * last));
  const before = (i: number) => {
    const point = former[i];
    return point === undefined || point.value === null ? "" : ` · before: ${tell(point.value)}`;
  };
  return (
    <Plot
      label={title}
      top={most}
      isLinked={hrefOf !== undefined}
      tell={tellAxis}
      ticks={[...new Set(places)].flatMap((i) => {
        const point = points[i];
        return point === undefined ? [] : [{ at: i * step, text: labelAxis(point.start) }];
      })}
    >
      {former.length > 0 && (
        <PlotLine
          isFormer
          points={former.slice(0, points.length)
            .map(({ value }, i) => [i * step, value === null ? null : value / most])}
        />
      )}
      <PlotLine
        isOpen
        points={points.map(({ value }, i) => [i * step, value === null ? null : value / most])}
      />
      {points.map(({ start, value }, i) =>
        value !== null && (
          <PlotPlace
            key={start}
            from={(i - 0.5) * step}
            width={step}
            share={value / most}
            text={`${label(start)}: ${tell(value)}${before(i)}`}
            href={hrefOf?.(i)}
          />
        )
      )}
    </Plot>
  );
}
