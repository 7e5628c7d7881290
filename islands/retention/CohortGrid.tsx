// The triangle of cohorts: what a cell counts is told on hover and focus, arrow keys walk through it.

import { type Signal, useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { formatCount, formatDate, formatShare } from "../../domain/format.ts";
import {
  type Cohort,
  cohortTriangle,
  shadeOf,
} from "../../components/retention/cohort_triangle.ts";

interface Place {
  readonly row: number;
  readonly week: number;
}

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** A table whose cells are shaded by share; weeks that are not over are hatched. */
export default function CohortGrid({ cohorts }: { readonly cohorts: readonly Cohort[] }) {
  const place = useSignal<Place | null>(null), body = useRef<HTMLTableSectionElement>(null);
  const show = (event: Event) => {
    const found = placeOf(event.target);
    if (found !== null) place.value = found;
  };
  const walk = (event: KeyboardEvent) => {
    const from = placeOf(event.target), step = STEPS[event.key];
    if (from === null || step === undefined) return;
    event.preventDefault();
    focusCell(body.current, { row: from.row + step[0], week: from.week + step[1] });
  };
  return (
    <div class="cohorts">
      <Readout cohorts={cohorts} place={place} />
      <div class="scroll" tabIndex={0} role="region" aria-label="Cohorts by week">
        <table
          class="triangle"
          role="grid"
          aria-label="Share of each cohort seen in each week after its first"
        >
          <TriangleHead cohorts={cohorts} />
          <tbody ref={body} onMouseOver={show} onFocusIn={show} onKeyDown={walk}>
            {cohorts.map((cohort, row) => (
              <TriangleRow key={cohort.week} cohort={cohort} row={row} />
            ))}
          </tbody>
        </table>
      </div>
      <p class="cohort-key muted">
        Numbers are percent of the cohort.{" "}
        <span class="cell shade-4 unfinished key-cell">&nbsp;</span>{" "}
        week is not over; “All cohorts” counts only weeks that are.
      </p>
    </div>
  );
}

function TriangleHead({ cohorts }: { readonly cohorts: readonly Cohort[] }) {
  const { means } = cohortTriangle(cohorts, cohorts.length);
  return (
    <thead>
      <tr>
        <th scope="col">First week</th>
        <th scope="col" class="num">Users</th>
        {means.map((_, week) => <th key={week} scope="col" class="num">{week}</th>)}
      </tr>
      <tr class="means">
        <th scope="row">All cohorts</th>
        <td class="num">{formatCount(cohorts.reduce((sum, { users }) => sum + users, 0))}</td>
        {means.map((mean, week) => (
          <td key={week} class={`cell ${mean === null ? "" : shadeOf(mean, week)}`}>
            {mean === null ? "–" : Math.round(mean * 100)}
          </td>
        ))}
      </tr>
    </thead>
  );
}

function TriangleRow({ cohort, row }: { readonly cohort: Cohort; readonly row: number }) {
  return (
    <tr>
      <th scope="row">{formatDate(cohort.week, "UTC")}</th>
      <td class="num">{formatCount(cohort.users)}</td>
      {cohort.weeks.map(({ share, finished }, week) => (
        <td
          key={week}
          class={`cell ${shadeOf(share, week)} ${finished ? "" : "unfinished"}`}
          data-place={`${row} ${week}`}
          tabIndex={row === 0 && week === 0 ? 0 : -1}
        >
          {Math.round(share * 100)}
        </td>
      ))}
    </tr>
  );
}

function Readout({ cohorts, place }: {
  readonly cohorts: readonly Cohort[];
  readonly place: Signal<Place | null>;
}) {
  const at = place.value, cohort = at === null ? undefined : cohorts[at.row];
  const told = at === null ? undefined : cohort?.weeks[at.week];
  if (at === null || cohort === undefined || told === undefined) {
    return (
      <p class="readout muted" aria-live="polite">Point at a cell, or walk with the arrow keys.</p>
    );
  }
  return (
    <p class="readout" aria-live="polite">
      <b class="num">{formatShare(told.share)}</b> {formatCount(told.users)} of the{" "}
      {formatCount(cohort.users)} users first seen in the week of {formatDate(cohort.week, "UTC")}
      {" "}
      {at.week === 0
        ? "(their first week)"
        : `were seen ${at.week} ${at.week === 1 ? "week" : "weeks"} later`}
      {!told.finished && ", a week that is not over yet"}.
    </p>
  );
}

function placeOf(target: EventTarget | null): Place | null {
  const cell = target instanceof Element ? target.closest("[data-place]") : null;
  const [row, week] = cell?.getAttribute("data-place")?.split(" ").map(Number) ?? [];
  return row === undefined || week === undefined ? null : { row, week };
}

/** Only one cell takes part in tabbing: the last one that was walked to. */
function focusCell(body: HTMLElement | null, { row, week }: Place): void {
  const cell = body?.querySelector<HTMLElement>(`[data-place="${row} ${week}"]`);
  if (!body || !cell) return;
  for (const other of body.querySelectorAll<HTMLElement>("[tabindex='0']")) other.tabIndex = -1;
  cell.tabIndex = 0;
  cell.focus();
}
