// Bars side by side, of one width; each tells itself when pointed at.

import type { ComponentChildren } from "preact";
import { axisTop, Plot, PlotBar, PlotPlace, type Tick } from "./Plot.tsx";

/** A bar, and what it tells. */
export interface Bar {
  readonly value: number;
  readonly text: string;
}

/** `children` are drawn over the bars, in the plot's measures. */
export function BarChart({ label, bars, tell, ticks, children }: {
  readonly label: string;
  readonly bars: readonly Bar[];
  /** Writes values of the left axis. */
  readonly tell: (value: number) => string;
  readonly ticks: readonly Tick[];
  readonly children?: ComponentChildren;
}) {
  const top = axisTop(Math.max(0, ...bars.map(({ value }) => value)));
  const step = 100 / Math.max(1, bars.length);
  return (
    <Plot label={label} top={top} tell={tell} ticks={ticks}>
      {bars.map(({ value, text }, i) => (
        <g key={i} class="bar-place">
          <PlotBar kind="bar" from={(i + 0.08) * step} width={step * 0.84} share={value / top} />
          <PlotPlace from={i * step} width={step} text={text} />
        </g>
      ))}
      {children}
    </Plot>
  );
}
