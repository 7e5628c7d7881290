// A show's audience over time, with the choice of what is counted.

import type { SeriesGrain, TimeSeries } from "../../domain/answers.ts";
import { FIRST_INSTANT_MS } from "../../domain/instant.ts";
import { headOf, isUpToOne, type SeriesMetric } from "../../domain/metrics.ts";
import { DAY_MS } from "../../domain/time.ts";
import {
  formatCompact,
  formatDate,
  formatDateTime,
  formatDay,
  formatMetric,
  formatTime,
} from "../../domain/format.ts";
import { Alternative } from "../kit/Alternative.tsx";
import { Downloads } from "../kit/Downloads.tsx";
import { sameHref } from "../kit/hrefs.ts";
import { Panel } from "../kit/Panel.tsx";
import { SeriesChart } from "../charts/SeriesChart.tsx";

/** What can be chosen. */
const CHOICES: readonly SeriesMetric[] = [
  ...["users", "qualified_views", "watch_hours", "mean_completion_rate"] as const,
];
const PER: Readonly<Record<SeriesGrain, string>> = {
  ...{ minute: "minute", quarter_hour: "quarter of an hour", hour: "hour" },
  ...{ day: "day", week: "week", month: "month", year: "year", decade: "decade" },
};

/** The metric is part of the address: `metric=watch_hours`. */
export function AudiencePanel({ series, former = null, url, path }: {
  readonly series: TimeSeries;
  /** The same of the period before, to compare with. */
  readonly former?: TimeSeries | null;
  readonly url: URL;
  /** What was asked. */
  readonly path: string;
}) {
  const { metric, grain, tz, points } = series;
  const text = headOf(metric);
  const tell = (value: number) => formatMetric(metric, value);
  const isWithinDay = grain === "minute" || grain === "quarter_hour" || grain === "hour";
  const hrefOf = hrefOfPoints(series, url);
  const label = (start: string) => isWithinDay ? formatDateTime(start, tz) : formatDate(start, tz);
  return (
    <Panel
      id="audience"
      downloads={<Downloads path={path} what="Audience over time" hasChart />}
      title="Audience over time"
      note={`${text} per ${PER[grain]}, ${tz}`}
      wide
    >
      <nav class="choice" aria-label="What is counted">
        {CHOICES.map((one) => (
          <a
            key={one}
            class="chip"
            href={`${sameHref(url, { metric: one })}#audience`}
            aria-current={one === metric ? "true" : undefined}
          >
            {headOf(one)}
          </a>
        ))}
      </nav>
      {points.length === 0
        ? <p class="empty">Nothing was watched in this period. Choose a longer one.</p>
        : (
          <>
            {former !== null && <FormerKey former={former} />}
            <SeriesChart
              points={points}
              former={former?.points ?? []}
              title={`${text} per ${PER[grain]}`}
              top={isUpToOne(metric) ? 1 : undefined}
              tell={tell}
              tellAxis={(value) => tellAxis(metric, value)}
              label={label}
              labelAxis={axisLabelOf(series)}
              hrefOf={hrefOf}
            />
            <SeriesTable {...{ series, former, text, tell, label, hrefOf }} />
          </>
        )}
    </Panel>
  );
}

/** Which line is which. */
function FormerKey({ former: { points, tz } }: { readonly former: TimeSeries }) {
  const [first, last] = [points[0], points.at(-1)].map((point) =>
    point === undefined ? "" : formatDay(point.start, tz)
  );
  return (
    <p class="key-line muted">
      <svg width="22" height="8" aria-hidden="true">
        <line class="plot-stroke" x1="1" x2="21" y1="4" y2="4" />
      </svg>{" "}
      this period{" "}
      <svg class="former" width="22" height="8" aria-hidden="true">
        <line class="plot-stroke" x1="1" x2="21" y1="4" y2="4" />
      </svg>{" "}
      the one before, {first} to {last}
    </p>
  );
}

/** The numbers as a table; a point's time leads to it alone, as the mark in the chart does. */
function SeriesTable({ series: { points }, former, text, tell, label, hrefOf }: {
  readonly series: TimeSeries;
  readonly former: TimeSeries | null;
  readonly text: string;
  readonly tell: (value: number) => string;
  readonly label: (start: string) => string;
  readonly hrefOf: ((at: number) => string) | undefined;
}) {
  const told = (value: number | null | undefined) => value == null ? "–" : tell(value);
  return (
    <Alternative
      head={["From", text, ...(former === null ? [] : [`${text} before`])]}
      rows={points.map(({ start, value }, i) => [
        ...[label(start), told(value)],
        ...(former === null ? [] : [told(former.points[i]?.value)]),
      ])}
      hrefs={hrefOf && points.map((_, i) => hrefOf(i))}
    />
  );
}

/** A point of the chart leads to its own time; minutes are not cut any finer. */
function hrefOfPoints(
  { grain, points }: TimeSeries,
  url: URL,
): ((at: number) => string) | undefined {
  if (grain === "minute") return undefined;
  const given = (name: string) => url.searchParams.get(name);
  return (at) => {
    const start = points[at]!.start, to = points[at + 1]?.start ?? given("to");
    // The decade of the first view may begin before the first year.
    const from = Date.parse(start) < FIRST_INSTANT_MS ? null : start;
    return `${sameHref(url, { from, to, range: null, compare: null })}#audience`;
  };
}

/** Clock times within a day or so, else days; years only where there is more than one. */
function axisLabelOf({ points, tz }: TimeSeries): (start: string) => string {
  const lengthMs = Date.parse(points.at(-1)?.start ?? "") - Date.parse(points[0]?.start ?? "");
  if (lengthMs < 1.2 * DAY_MS) return (start) => formatTime(start, tz);
  return lengthMs < 300 * DAY_MS
    ? (start) => formatDay(start, tz)
    : (start) => formatDate(start, tz);
}

function tellAxis(metric: SeriesMetric, value: number): string {
  return isUpToOne(metric) ? formatMetric(metric, value) : formatCompact(value);
}
