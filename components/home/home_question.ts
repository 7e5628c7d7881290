// What the overview asks the API: its address's period, the one before it to compare with, a grain.

import { forFilters } from "../../domain/columns.ts";
import type { SeriesGrain } from "../../domain/answers.ts";
import { SERIES_METRICS } from "../../domain/metrics.ts";
import { FIRST_INSTANT_MS, LAST_INSTANT_MS } from "../../domain/instant.ts";
import { grainOf } from "../../domain/series_grain.ts";
import { DAY_MS } from "../../domain/time.ts";
import { filtersOf } from "../shell/view_filters.ts";

/** Periods in ISO instants; null is open. */
export interface Period {
  readonly from: string | null;
  readonly to: string | null;
}

/** What is asked. */
export interface HomeQuestion {
  readonly period: Period;
  /** Two periods of one length, one after the other, whose figures are compared. */
  readonly compared:
    | { readonly now: Period; readonly before: Period; readonly days: number }
    | null;
  readonly grain: SeriesGrain;
  /** That of the small lines. */
  readonly trend: SeriesGrain;
}

/** Without a period, the last so many days are compared with those before. */
const COMPARED_DAYS = 30;

/** `first` and `last`: the oldest and the newest view of all. */
export function homeQuestion(
  { from, to }: Period,
  { first, last }: { readonly first: string | null; readonly last: string | null },
): HomeQuestion {
  const period = { from, to };
  const fromMs = instant(from) ?? instant(first), toMs = instant(to) ?? next(instant(last));
  if (fromMs === null || toMs === null || !(fromMs < toMs)) {
    return { period, compared: null, grain: "day", trend: "day" };
  }
  const isOpen = from === null && to === null;
  const lengthMs = isOpen ? COMPARED_DAYS * DAY_MS : toMs - fromMs;
  return {
    period,
    compared: toMs - 2 * lengthMs < FIRST_INSTANT_MS ? null : {
      now: between(toMs - lengthMs, toMs),
      before: between(toMs - 2 * lengthMs, toMs - lengthMs),
      days: lengthMs / DAY_MS,
    },
    grain: grainOf(toMs - fromMs, "panel"),
    trend: grainOf(toMs - fromMs, "small"),
  };
}

function instant(text: string | null): number | null {
  const ms = text === null ? NaN : Date.parse(text);
  return Number.isNaN(ms) ? null : ms;
}

function next(ms: number | null): number | null {
  return ms === null ? null : ms + 1;
}

function between(fromMs: number, toMs: number): Period {
  // Behind the last year there is no instant to write: the end is open.
  const to = toMs > LAST_INSTANT_MS ? null : new Date(toMs).toISOString();
  return { from: new Date(fromMs).toISOString(), to };
}

/** The API's addresses for what the page at `url` shows; a panel is not limited by what it offers to choose. */
export function homePaths(url: URL, { period, compared, grain, trend }: HomeQuestion) {
  const { searchParams } = url, tz = searchParams.get("tz");
  const filter = filtersOf(searchParams);
  const metric = SERIES_METRICS.find((one) => one === searchParams.get("metric")) ??
    "qualified_views";
  const of = { ...period, ...filter, tz }, isOpen = period.from === null && period.to === null;
  const wantsBefore = searchParams.get("compare") === "before" && compared !== null && !isOpen;
  const { show: _, ...beyondShow } = filter, isPlain = Object.keys(beyondShow).length === 0;
  return {
    overview: pathOf("overview", of),
    now: compared && pathOf("overview", { ...of, ...compared.now }),
    before: compared && pathOf("overview", { ...of, ...compared.before }),
    series: pathOf("timeseries", { ...of, metric, grain }),
    seriesBefore: wantsBefore
      ? pathOf("timeseries", { ...of, ...compared.before, metric, grain })
      : null,
    // Shows of a dimension's value or of an hour have no figures of their own that could be read.
    shows: isPlain ? pathOf("shows", { ...period, limit: "12", trend }) : null,
    byShow: isPlain ? null : pathOf("breakdown", { ...of, show: null, by: "show", limit: "12" }),
    by: forFilters((name) => pathOf("breakdown", { ...of, [name]: null, by: name, limit: "8" })),
    heatmap: pathOf("heatmap", { ...of, hour: null, metric: "qualified_views" }),
    distributions: pathOf("distributions", of),
  };
}

function pathOf(
  name: string,
  parameters: Readonly<Record<string, string | null | undefined>>,
): string {
  const given = Object.entries(parameters).filter(([, value]) => value) as [string, string][];
  return `/api/${name}?${new URLSearchParams(given)}`;
}
