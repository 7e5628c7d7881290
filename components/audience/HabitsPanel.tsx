// When it is watched: the hours of the week as a heat map, with a table of the same numbers.

import type { ComponentChildren } from "preact";
import { formatCount, formatHours, formatShare } from "../../domain/format.ts";
import { METRICS } from "../../domain/metrics.ts";
import { WEEKDAYS } from "../../domain/time.ts";
import { sameHref } from "../kit/hrefs.ts";
import { Panel } from "../kit/Panel.tsx";

const CELL = 24, GAP = 2, SHADES = 8;

/** Choosing an hour of the week, 0 to 167. */
export interface HourFilter {
  readonly hrefOf: (hour: number) => string;
  readonly chosen: number | null;
}

/** The hour as part of the page's address; choosing it again lets it go. */
export function hourFilter(url: URL): HourFilter {
  const given = url.searchParams.get("hour"), chosen = given ? Number(given) : null;
  return {
    chosen,
    hrefOf: (hour) => `${sameHref(url, { hour: hour === chosen ? null : String(hour) })}#habits`,
  };
}

/** `rows` are 7 days, Monday first, of 24 values each. */
export function HabitsPanel({ rows, tz, title, unit, downloads, filter }: {
  readonly rows: readonly (readonly (number | null)[])[];
  readonly tz: string;
  readonly title: string;
  readonly unit: "views" | "hours";
  readonly downloads?: ComponentChildren;
  /** Where a click on an hour leads, and which one is chosen. */
  readonly filter?: HourFilter;
}) {
  const most = Math.max(0, ...rows.flat().map((value) => value ?? 0));
  const told = rows.map((values) =>
    values.map((value) =>
      unit === "hours" ? `${formatHours(value ?? 0)} h` : formatCount(value ?? 0)
    )
  );
  return (
    <Panel
      id="habits"
      downloads={downloads}
      title={title}
      note={`${
        METRICS[unit === "hours" ? "watch_hours" : "qualified_views"].title
      } by the hour they start in, ${tz}`}
    >
      {most === 0 ? <p class="empty">Nothing was watched in this period.</p> : (
        <>
          <svg
            class="heat"
            viewBox={`-34 -4 ${24 * CELL + 38} ${7 * CELL + 24}`}
            role={filter === undefined ? "img" : "group"}
            aria-label={`${busiest(rows)} is the busiest hour; the table below has the numbers`}
          >
            {rows.map((values, day) => (
              <g key={day}>
                <text class="axis-text" x="-6" y={day * CELL + CELL / 2 + 4} text-anchor="end">
                  {WEEKDAYS[day]?.slice(0, 3)}
                </text>
                {values.map((value, hour) =>
                  cellOf({
                    ...{ day, hour, filter, shade: shade(value, most) },
                    text: `${WEEKDAYS[day]} ${hour}:00: ${told[day]![hour]}`,
                  })
                )}
              </g>
            ))}
            {[0, 6, 12, 18].map((hour) => (
              <text key={hour} class="axis-text" x={hour * CELL + 2} y={7 * CELL + 16}>
                {hour}:00
              </text>
            ))}
          </svg>
          <HabitFacts rows={rows} />
          <HoursTable told={told} filter={filter} />
        </>
      )}
    </Panel>
  );
}

/** Not a component, as there are 168 of them. */
function cellOf({ day, hour, shade, text, filter }: {
  readonly day: number;
  readonly hour: number;
  readonly shade: number;
  readonly text: string;
  readonly filter: HourFilter | undefined;
}) {
  const isChosen = filter?.chosen === day * 24 + hour;
  const cell = (
    <rect
      key={hour}
      class={`shade-${shade}${isChosen ? " chosen" : ""}`}
      x={hour * CELL + GAP / 2}
      y={day * CELL + GAP / 2}
      width={CELL - GAP}
      height={CELL - GAP}
      rx="3"
    >
      <title key="tip">{text}</title>
    </rect>
  );
  if (filter === undefined) return cell;
  return (
    <a
      key={hour}
      href={filter.hrefOf(day * 24 + hour)}
      tabIndex={-1}
      aria-label={`Only ${text}`}
    >
      {cell}
    </a>
  );
}

/** What the map says, in words. */
function HabitFacts({ rows }: { readonly rows: readonly (readonly (number | null)[])[] }) {
  const sum = (keep: (day: number, hour: number) => boolean) =>
    rows.reduce(
      (all, values, day) =>
        all +
        values.reduce<number>(
          (ofDay, value, hour) => ofDay + (keep(day, hour) ? value ?? 0 : 0),
          0,
        ),
      0,
    );
  const all = sum(() => true);
  return (
    <dl class="habit-facts">
      <div>
        <dt>Busiest hour</dt>
        <dd>{busiest(rows)}</dd>
      </div>
      <div>
        <dt>At weekends</dt>
        <dd>{formatShare(sum((day) => day > 4) / all)}</dd>
      </div>
      <div>
        <dt>Evenings, 18:00–23:00</dt>
        <dd>{formatShare(sum((_, hour) => hour >= 18 && hour < 23) / all)}</dd>
      </div>
      <div>
        <dt>Nights, 23:00–5:00</dt>
        <dd>{formatShare(sum((_, hour) => hour >= 23 || hour < 5) / all)}</dd>
      </div>
    </dl>
  );
}

function HoursTable({ told, filter }: {
  readonly told: readonly (readonly string[])[];
  readonly filter: HourFilter | undefined;
}) {
  return (
    <details class="alternative">
      <summary>As a table</summary>
      <div class="scroll" tabIndex={0} role="region" aria-label="Hours of the week">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">Hour</th>
              {WEEKDAYS.map((day) => <th key={day} scope="col" class="num">{day}</th>)}
            </tr>
          </thead>
          <tbody>
            {Array.from({ length: 24 }, (_, hour) => (
              <tr key={hour}>
                <th scope="row">{hour}:00</th>
                {told.map((ofDay, day) => (
                  <td key={day} class="num">
                    {filter === undefined ? ofDay[hour] : (
                      <a
                        href={filter.hrefOf(day * 24 + hour)}
                        aria-label={`${WEEKDAYS[day]} ${hour}:00: ${ofDay[hour]}`}
                      >
                        {ofDay[hour]}
                      </a>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function shade(value: number | null, most: number): number {
  return value === null || value <= 0 ? 0 : Math.max(1, Math.ceil(value / most * SHADES));
}

function busiest(rows: readonly (readonly (number | null)[])[]): string {
  let best = { day: 0, hour: 0, value: -1 };
  for (const [day, values] of rows.entries()) {
    for (const [hour, value] of values.entries()) {
      if ((value ?? 0) > best.value) best = { day, hour, value: value ?? 0 };
    }
  }
  return `${WEEKDAYS[best.day]} ${best.hour}:00`;
}
