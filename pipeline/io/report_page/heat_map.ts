// When people watch: hours by weekday and hour, as a table whose cells are coloured.

import type { RunProfile } from "../../../domain/report.ts";
import { WEEKDAYS } from "../../../domain/time.ts";
import { formatHours } from "./format.ts";
import { type Markup, markup } from "./markup.ts";

/** Steps of the scale above "nothing". */
const STEPS = 8;

/** The section on the hours of the week. */
export function heatMap(hoursOfWeek: RunProfile["hours_of_week"]): Markup {
  const most = Math.max(0, ...hoursOfWeek.flat());
  return markup`<section id="hours" aria-labelledby="hours-title">
<h2 id="hours-title">Hours of the week</h2>
${
    most === 0
      ? markup`<p class="empty">Nothing was watched, so there is no busiest hour.</p>`
      : markup`<p class="lead">${busiest(hoursOfWeek, most)}</p>${table(hoursOfWeek, most)}${
        legend(most)
      }`
  }</section>`;
}

function busiest(hoursOfWeek: RunProfile["hours_of_week"], most: number): string {
  const day = hoursOfWeek.findIndex((hours) => hours.includes(most));
  const hour = hoursOfWeek[day]!.indexOf(most);
  return `Hours watched by the weekday and hour (UTC) in which a view starts. Busiest: ${
    WEEKDAYS[day]
  }, ${span(hour)}, ${formatHours(most)} hours.`;
}

function table(hoursOfWeek: RunProfile["hours_of_week"], most: number): Markup {
  const hours = Array.from({ length: 24 }, (_, hour) => hour);
  const head = hours.map((hour) =>
    markup`<th scope="col"><span class="${hour % 3 === 0 ? "" : "visually-hidden"}">${
      String(hour).padStart(2, "0")
    }</span></th>`
  );
  const rows = WEEKDAYS.map((weekday, day) =>
    markup`<tr><th scope="row"><abbr title="${weekday}">${weekday.slice(0, 3)}</abbr></th>${
      hours.map((hour) => cell(hoursOfWeek[day]?.[hour] ?? 0, most, `${weekday} ${span(hour)}`))
    }</tr>`
  );
  return markup`
    <table class="heat">
      <caption class="visually-hidden">Hours watched by weekday and hour, UTC</caption>
      <thead>
        <tr><td></td>${head}</tr>
      </thead>
      <tbody>${rows}</tbody>
    </table>
  `;
}

function cell(value: number, most: number, when: string): Markup {
  const text = formatHours(value);
  return markup`
    <td class="q${stepOf(value, most)}"
      title="${when}: ${text} hours"><span class="visually-hidden">${text}</span></td>
  `;
}

/** 0 for nothing, 1–{@link STEPS} in equal parts of the most; whatever is watched is at least 1. */
function stepOf(value: number, most: number): number {
  return value <= 0 ? 0 : Math.min(STEPS, Math.max(1, Math.ceil(value / most * STEPS)));
}

function legend(most: number): Markup {
  const steps = Array.from(
    { length: STEPS + 1 },
    (_, step) => markup`<span class="q${step}"></span>`,
  );
  return markup`<p class="heat-legend" aria-hidden="true"><span>0</span><span class="steps">${steps}</span>
<span>${formatHours(most)} hours</span></p>`;
}

function span(hour: number): string {
  return `${String(hour).padStart(2, "0")}:00–${String((hour + 1) % 24).padStart(2, "0")}:00`;
}
