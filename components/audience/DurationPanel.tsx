// How long views last: qualified views by minutes watched.

import { headOf } from "../../domain/metrics.ts";
import type { ComponentChildren } from "preact";
import type { HistogramBin } from "../../domain/histogram.ts";
import { formatCompact, formatCount, formatShare, plural } from "../../domain/format.ts";
import { BarChart } from "../charts/BarChart.tsx";
import { yOf } from "../charts/Plot.tsx";
import { Alternative } from "../kit/Alternative.tsx";
import { Panel } from "../kit/Panel.tsx";

/** What a histogram shows. */
interface Durations {
  readonly bins: readonly HistogramBin[];
  /** Of the one show it is about, where it is known. */
  readonly runtimeMinutes?: number | null;
}

/** The histogram with its numbers. */
export function DurationPanel({ bins, runtimeMinutes = null, downloads }: Durations & {
  readonly downloads?: ComponentChildren;
}) {
  return (
    <Panel
      id="durations"
      downloads={downloads}
      title="How long views last"
      note="Views by minutes watched"
    >
      {bins.every(({ qualified_views }) => qualified_views === 0)
        ? <p class="empty">No view was long enough to count.</p>
        : (
          <>
            <DurationHistogram bins={bins} runtimeMinutes={runtimeMinutes} />
            <Alternative
              head={["Minutes watched", headOf("qualified_views")]}
              rows={bins.map((bin) => [minutesOf(bin), formatCount(bin.qualified_views)])}
            />
          </>
        )}
    </Panel>
  );
}

/** Bars of one width, as the bins grow with the minutes; the runtime is marked when it is known. */
export function DurationHistogram({ bins, runtimeMinutes = null }: Durations) {
  const total = Math.max(1, bins.reduce((sum, bin) => sum + bin.qualified_views, 0));
  const step = 100 / Math.max(1, bins.length);
  const runtime = runtimeMinutes === null ? null : placeOf(bins, runtimeMinutes);
  return (
    <BarChart
      label="Views by minutes watched"
      tell={formatCompact}
      ticks={bins.flatMap(({ from }, i) =>
        i % 2 === 0 ? [{ at: i * step, text: `${from} min` }] : []
      )}
      bars={bins.map((bin) => ({
        value: bin.qualified_views,
        text: `${minutesOf(bin)}: ${plural(bin.qualified_views, "view")}, ${
          formatShare(bin.qualified_views / total)
        }`,
      }))}
    >
      {runtime !== null && (
        <g class="runtime">
          <line x1={`${runtime * step}%`} x2={`${runtime * step}%`} y1={yOf(1)} y2={yOf(0)} />
          <text x={`${runtime * step}%`} dx="6" y={yOf(1) + 12}>runtime</text>
        </g>
      )}
    </BarChart>
  );
}

/** `30–40 min`, `240 min and more`. */
function minutesOf({ from, to }: HistogramBin): string {
  return to === null ? `${from} min and more` : `${from}–${to} min`;
}

/** Where a number of minutes lies, in bars from the left. */
function placeOf(bins: readonly HistogramBin[], minutes: number): number | null {
  const i = bins.findLastIndex((bin) => bin.from <= minutes), bin = bins[i];
  if (bin === undefined) return null;
  const width = bin.to === null ? Infinity : bin.to - bin.from;
  return Math.round((i + Math.min(1, (minutes - bin.from) / width)) * 100) / 100;
}
