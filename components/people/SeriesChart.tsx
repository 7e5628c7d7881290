// A metric over time as a line that is readable without JavaScript; each point tells itself when pointed at.

import type { TimeSeries } from "../../domain/answers.ts";
import { axisTop, Plot, PlotLine, PlotPlace } from "./Plot.tsx";

const LABELS = 6;

/** Points without a value leave a gap. `tell` writes values, `label` the time a point begins with. */
export function SeriesChart({ points, title, top, tell, tellAxis, label, labelAxis }: {
  readonly points: TimeSeries["points"];
  readonly title: string;
  /** The upper end of the axis; found from the points when it is absent. */
  readonly top?: number | undefined;
  readonly tell: (value: number) => string;
  readonly tellAxis: (value: number) => string;
  readonly label: (start: string) => string;
  /** The same in few letters, for the axis. */
  readonly labelAxis: (start: string) => string;
}) {
  const most = top ?? axisTop(Math.max(0, ...points.map(({ value }) => value ?? 0)));
  const last = Math.max(1, points.length - 1), step = 100 / last;
  const places = Array.from({ length: LABELS }, (_, i) => Math.round(i / (LABELS - 1) * last));
  return (
    <Plot
      label={title}
      top={most}
      tell={tellAxis}
      ticks={[...new Set(places)].flatMap((i) => {
        const point = points[i];
        return point === undefined ? [] : [{ at: i * step, text: labelAxis(point.start) }];
      })}
    >
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
            text={`${label(start)}: ${tell(value)}`}
          />
        )
      )}
    </Plot>
  );
}
