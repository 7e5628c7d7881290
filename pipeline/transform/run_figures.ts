// Turns a run's tally into the figures and distributions of its report.

import { durationBins } from "../../domain/histogram.ts";
import { formatInstant } from "../../domain/instant.ts";
import { figuresOf, REPORT_METRICS } from "../../domain/metrics.ts";
import type { RunFigures, RunProfile } from "../../domain/report.ts";
import { DAY_MS, HOUR_MS } from "../../domain/time.ts";
import type { RunTally, ShowTally } from "./run_tally.ts";

/** Shows that the report lists. */
const TOP_SHOWS = 20;

/** The figures of a run; `users` is counted where users are settled. */
export function runFigures(tally: RunTally, users: number): RunFigures {
  const sums = { ...tally, users, shows: tally.shows.size };
  return {
    ...figuresOf(REPORT_METRICS, sums),
    first_watch_date: tally.accepted === 0 ? null : formatInstant(tally.firstMs),
    last_watch_date: tally.accepted === 0 ? null : formatInstant(tally.lastMs),
  };
}

/** The distributions of a run, without the quarantine's examples. */
export function runProfile(
  tally: RunTally,
  showName: (code: number) => string,
): Omit<RunProfile, "quarantine_examples"> {
  const days = [...tally.days].sort(([a], [b]) => a - b);
  return {
    days: days.map(([number, [views, watchMs]]) => ({
      day: formatInstant(number * DAY_MS).split("T")[0],
      qualified_views: views,
      watch_hours: watchMs / HOUR_MS,
    })),
    hours_of_week: Array.from(
      { length: 7 },
      (_, day) =>
        Array.from(tally.hoursOfWeek.subarray(day * 24, day * 24 + 24), (ms) => ms / HOUR_MS),
    ),
    top_shows: topShows(tally, showName),
    completion_bins: [...tally.completionBins],
    duration_bins: durationBins(tally.durationBins),
  };
}

function topShows(
  tally: RunTally,
  showName: (code: number) => string,
): RunProfile["top_shows"] {
  // Codes are in the order of names, so shows with equal hours always come in one order.
  const order = ([a, x]: [number, ShowTally], [b, y]: [number, ShowTally]) =>
    y.watchMs - x.watchMs || a - b;
  return [...tally.shows].sort(order).slice(0, TOP_SHOWS).map(([code, show]) => ({
    show_name: showName(code),
    qualified_views: show.qualified,
    watch_hours: show.watchMs / HOUR_MS,
    mean_completion_rate: show.completed === 0
      ? null
      : show.completionTenMillionths / show.completed / 1e7,
    binge_views: show.binge,
  }));
}
