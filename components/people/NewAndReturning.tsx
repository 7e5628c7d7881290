// Users of a show week by week: those it saw for the first time, and those who were back.

import type { ShowDetail } from "../../domain/answers.ts";
import { formatCompact, formatCount } from "./format.ts";
import { formatWeek } from "./format_week.ts";
import { axisTop, Plot, PlotBar, PlotPlace } from "./Plot.tsx";

/** Fewer weeks than these leave space on the right, so that a bar never fills the chart. */
const FEWEST = 8;

const MS_A_WEEK = 7 * 86_400_000;

/** Stacked bars, oldest week first; weeks that end after `untilMs` are not over and so pale. */
export function NewAndReturning({ weeks, untilMs }: {
  readonly weeks: ShowDetail["users_by_week"];
  readonly untilMs: number;
}) {
  const top = axisTop(Math.max(0, ...weeks.map((week) => week.new_users + week.returning_users)));
  const step = 100 / Math.max(weeks.length, FEWEST), labelEvery = Math.ceil(weeks.length / 6);
  return (
    <Plot
      label={`New and returning users in ${weeks.length} weeks`}
      top={top}
      tell={formatCompact}
      ticks={weeks.flatMap(({ week }, i) =>
        i % labelEvery === 0 ? [{ at: (i + 0.5) * step, text: formatWeek(week) }] : []
      )}
    >
      {weeks.map(({ week, new_users, returning_users }, i) => {
        const bar = { from: (i + 0.12) * step, width: step * 0.76 };
        const isOver = Date.parse(week) + MS_A_WEEK <= untilMs;
        return (
          <g key={week} class={isOver ? "bar-place" : "bar-place open"}>
            <PlotBar {...bar} kind="returning" share={returning_users / top} />
            <PlotBar {...bar} kind="new" share={new_users / top} above={returning_users / top} />
            <PlotPlace
              from={i * step}
              width={step}
              text={`${formatWeek(week)}: ${formatCount(new_users)} new, ${
                formatCount(returning_users)
              } back${isOver ? "" : ", not over yet"}`}
            />
          </g>
        );
      })}
    </Plot>
  );
}
