// How long views of a show last: qualified views by minutes watched.

import type { HistogramBin } from "../../domain/answers.ts";
import { formatCompact, formatCount, formatShare } from "../../domain/format.ts";
import { axisTop, Plot, PlotBar, PlotPlace, yOf } from "./Plot.tsx";

/** Bars of one width, as the bins grow with the minutes; the runtime is marked when it is known. */
export function DurationHistogram({ bins, runtimeMinutes }: {
  readonly bins: readonly HistogramBin[];
  readonly runtimeMinutes: number | null;
}) {
  const total = Math.max(1, bins.reduce((sum, bin) => sum + bin.qualified_views, 0));
  const top = axisTop(Math.max(...bins.map((bin) => bin.qualified_views), 0));
  const step = 100 / Math.max(1, bins.length);
  const runtime = runtimeMinutes === null ? null : placeOf(bins, runtimeMinutes);
  return (
    <Plot
      label="Views by minutes watched"
      top={top}
      tell={formatCompact}
      ticks={bins.flatMap(({ from }, i) =>
        i % 2 === 0 ? [{ at: i * step, text: `${from} min` }] : []
      )}
    >
      {bins.map((bin, i) => (
        <g key={bin.from} class="bar-place">
          <PlotBar
            kind="bar"
            from={(i + 0.08) * step}
            width={step * 0.84}
            share={bin.qualified_views / top}
          />
          <PlotPlace
            from={i * step}
            width={step}
            text={`${minutesOf(bin)}: ${formatCount(bin.qualified_views)} ${
              bin.qualified_views === 1 ? "view" : "views"
            }, ${formatShare(bin.qualified_views / total)}`}
          />
        </g>
      ))}
      {runtime !== null && (
        <g class="runtime">
          <line x1={`${runtime * step}%`} x2={`${runtime * step}%`} y1={yOf(1)} y2={yOf(0)} />
          <text x={`${runtime * step}%`} dx="6" y={yOf(1) + 12}>runtime</text>
        </g>
      )}
    </Plot>
  );
}

/** `30–40 min`, `240 min and more`. */
export function minutesOf({ from, to }: HistogramBin): string {
  return to === null ? `${from} min and more` : `${from}–${to} min`;
}

/** Where a number of minutes lies, in bars from the left. */
function placeOf(bins: readonly HistogramBin[], minutes: number): number | null {
  const i = bins.findLastIndex((bin) => bin.from <= minutes), bin = bins[i];
  if (bin === undefined) return null;
  const width = bin.to === null ? Infinity : bin.to - bin.from;
  return Math.round((i + Math.min(1, (minutes - bin.from) / width)) * 100) / 100;
}
