// One sitting: who, when, how long, which binges, the reel of its views and the views as a table.

import { headOf } from "../../domain/metrics.ts";
import { DIMENSIONS } from "../../domain/columns.ts";
import type { SittingAnswer } from "../../domain/answers.ts";
import {
  formatCount,
  formatDateTime,
  formatMinutes,
  formatShare,
  formatTime,
} from "../../domain/format.ts";
import { showHref, userHref } from "../kit/hrefs.ts";
import { Reel } from "./Reel.tsx";
import { sittingMinutes } from "./reel_of.ts";
import { colorOf, type ShowColors } from "./show_colors.ts";

/** What all sittings of a page have in common. */
export interface SittingSettings {
  readonly tz: string;
  /** The address's query, for links that keep the view's state. */
  readonly search: string;
  readonly scaleMinutes: number;
  readonly colors: ShowColors;
  /** Whether the page is one user's, who need not be named again. */
  readonly isOfOneUser: boolean;
}

/** An item of a list of sittings. */
export function SittingCard({ sitting, settings }: {
  readonly sitting: SittingAnswer;
  readonly settings: SittingSettings;
}) {
  const { tz, search, isOfOneUser } = settings;
  const { user_id, sitting_start, sitting_end, binge_of, views, watch_hours } = sitting;
  return (
    <li class="sitting">
      <div class="sitting-head">
        {!isOfOneUser && (
          <a class="sitting-user" href={userHref(user_id, search)}>
            <bdi>{user_id}</bdi>
          </a>
        )}
        <span>
          <time dateTime={sitting_start}>{formatDateTime(sitting_start, tz)}</time>–
          <time dateTime={sitting_end}>{formatTime(sitting_end, tz)}</time>
        </span>
        <span class="muted num">
          {formatMinutes(watch_hours * 60)} watched in {formatMinutes(sittingMinutes(sitting))}
        </span>
        {binge_of.map((show) => (
          <a key={show} class="badge binge" href={showHref(show, search)}>
            Binge of <bdi>{show}</bdi>
          </a>
        ))}
      </div>
      <Reel {...settings} sitting={sitting} />
      <details>
        <summary>{formatCount(views.length)} {views.length === 1 ? "view" : "views"}</summary>
        <ViewTable sitting={sitting} settings={settings} />
      </details>
    </li>
  );
}

function ViewTable({ sitting, settings }: {
  readonly sitting: SittingAnswer;
  readonly settings: SittingSettings;
}) {
  const { tz, search, colors } = settings;
  const { user_id, sitting_start } = sitting;
  return (
    <div
      class="scroll"
      tabIndex={0}
      role="region"
      aria-label={`Views of ${user_id} from ${formatDateTime(sitting_start, tz)}`}
    >
      <table class="table">
        <thead>
          <tr>
            <th scope="col">Start</th>
            <th scope="col">Show</th>
            <th scope="col">Episode</th>
            <th scope="col" class="num">Watched</th>
            <th scope="col" class="num">{headOf("mean_completion_rate")}</th>
            <th scope="col">Device</th>
          </tr>
        </thead>
        <tbody>
          {sitting.views.map((view, i) => (
            <tr key={i}>
              <td class="num">{formatTime(view.watch_date, tz)}</td>
              <td>
                <Swatch color={colorOf(colors, view.show_name)} />
                <a href={showHref(view.show_name, search)}>
                  <bdi>{view.show_name}</bdi>
                </a>
              </td>
              <td>
                <bdi>{view.episode || "–"}</bdi>
              </td>
              <td class="num">{formatMinutes(view.watch_duration_minutes)}</td>
              <td class="num">
                {view.completion_rate === null ? "–" : formatShare(view.completion_rate)}
              </td>
              <td>
                {DIMENSIONS.map((name) => view[name]).filter((part) => part !== null).join(", ") ||
                  "–"}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {sitting.view_count > sitting.views.length && (
        <p class="muted note">
          The first {formatCount(sitting.views.length)} of {formatCount(sitting.view_count)} views.
        </p>
      )}
    </div>
  );
}

/** A show's colour, as it is in the reel. */
export function Swatch({ color }: { readonly color: string }) {
  return (
    <svg class="swatch" width="10" height="10" aria-hidden="true">
      <rect class={color} width="10" height="10" rx="3" />
    </svg>
  );
}
