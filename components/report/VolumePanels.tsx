// Views and hours over time, on the same days.

import { formatCompact, formatCount, formatDate, formatHours } from "../../domain/format.ts";
import { METRICS } from "../../domain/metrics.ts";
import type { RunProfile } from "../../domain/report.ts";
import { BarChart } from "../charts/BarChart.tsx";
import { Alternative } from "../kit/Alternative.tsx";
import { Panel } from "../kit/Panel.tsx";
import { binDays, type DayBin, type Grain } from "./bin_days.ts";

/** One chart of views and one of hours. */
export function VolumePanels({ days }: { readonly days: RunProfile["days"] }) {
  const { grain, bins } = binDays(days);
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) {
    return (
      <Panel id="views" title="Volume">
        <p class="empty">No view was long enough to count, so there is no volume to show.</p>
      </Panel>
    );
  }
  const note = noteOf(grain, [first.day, last.day]);
  const { qualified_views: views, watch_hours: hours } = METRICS;
  return (
    <div class="panel-grid">
      <VolumePanel
        {...{ id: "views", title: `${views.title} by ${grain}`, unit: "views", note, bins }}
        valueOf={({ qualifiedViews }) => qualifiedViews}
        tell={formatCount}
      />
      <VolumePanel
        {...{ id: "hours", title: `${hours.title} by ${grain}`, unit: "hours", note, bins }}
        valueOf={({ watchHours }) => watchHours}
        tell={formatHours}
      />
    </div>
  );
}

function noteOf(grain: Grain, [first, last]: readonly [string, string]): string {
  const cut = "Views that count, by the day they started in";
  if (grain === "day") return `${cut}.`;
  const weeks = grain === "week" ? " Weeks start on Monday." : "";
  return `${cut}; ${formatDate(first, "UTC")} to ${formatDate(last, "UTC")}, ` +
    `the first and last ${grain} may be incomplete.${weeks}`;
}

function VolumePanel({ id, title, unit, note, bins, valueOf, tell }: {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly note: string;
  readonly bins: readonly DayBin[];
  readonly valueOf: (bin: DayBin) => number;
  readonly tell: (value: number) => string;
}) {
  const most = bins.reduce((a, b) => valueOf(b) > valueOf(a) ? b : a);
  return (
    <Panel id={id} title={title} note={`${note} Most: ${tell(valueOf(most))}, ${most.label}.`}>
      <BarChart
        label={`${title}; the table below has the numbers`}
        tell={formatCompact}
        ticks={ticksOf(bins)}
        bars={bins.map((bin) => ({
          ...{ value: valueOf(bin), text: `${bin.label}: ${tell(valueOf(bin))} ${unit}` },
        }))}
      />
      <Alternative
        head={["From", unit]}
        rows={bins.map((bin) => [bin.label, tell(valueOf(bin))])}
      />
    </Panel>
  );
}

/** Five labels, or every bin's when there are few. */
function ticksOf(bins: readonly DayBin[]) {
  const last = bins.length - 1;
  const shown = last < 4
    ? bins.map((_, i) => i)
    : [0, 0.25, 0.5, 0.75, 1].map((part) => Math.round(part * last));
  return shown.map((i, place) => ({
    text: bins[i]!.label.replace("week of ", ""),
    at: last < 4 ? (i + 0.5) / bins.length * 100 : place / (shown.length - 1) * 100,
  }));
}
