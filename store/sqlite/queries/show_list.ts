// Shows with their figures, sorted, searched and in pages.

import type { ListedShow, ShowList, ShowSummary } from "../../../domain/answers.ts";
import { figuresOf, metricValue, SHOW_METRICS } from "../../../domain/metrics.ts";
import { compareTexts } from "../../../domain/order.ts";
import type { ShowListOptions } from "../../port.ts";
import { readText } from "../../core/stored_text.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import { dataRange } from "./data_range.ts";
import { durationCounts } from "./duration_counts.ts";
import type { Interval } from "./decompose_range.ts";
import type { StoreContext } from "./store_context.ts";
import { timeSeries } from "./time_series.ts";
import { ALL_VIEWS } from "./view_filter.ts";
import type { ViewSums } from "./view_sums.ts";

interface Entry {
  readonly name: string;
  readonly value: number | null;
  readonly show: FoundShow;
}

interface FoundShow {
  readonly id: number;
  readonly name: string;
  readonly genre: string | null;
  readonly sums: ViewSums;
  readonly allAccepted: number;
  readonly allUsers: number;
}

/** A page of the shows that have a view in the range. */
export function showList(context: StoreContext, options: ShowListOptions): ShowList {
  const { from, to, sort, search, limit } = options;
  const after = readCursor<[number | null, string]>(options.cursor, ["number?", "string"]);
  const interval = dataRange(context.reader, { from, to });
  const key = `shows ${interval.fromMs} ${interval.toMs}`;
  const entries = context.reader.answer(`${key} ${sort}`, () => {
    const shows = context.reader.answer(key, () => findShows(context, interval));
    return sortShows(context, { shows, sort, interval });
  });
  const wanted = search?.toLowerCase() ?? "";
  const page: Entry[] = [];
  for (const entry of entries) {
    if (after !== null && compareEntries(entry, { value: after[0], name: after[1] }) <= 0) continue;
    if (!entry.name.toLowerCase().includes(wanted)) continue;
    page.push(entry);
    if (page.length > limit) break;
  }
  const isMore = page.length > limit;
  if (isMore) page.pop();
  const last = page.at(-1);
  return {
    shows: page.map(({ show }) => ({
      ...summarize(context, show, interval),
      ...trendOf(context, show.name, options),
    })),
    next_cursor: isMore && last !== undefined ? writeCursor([last.value, last.name]) : null,
  };
}

/** A show's figures as lists tell them. */
export function showSummary(
  { name, genre, sums, users, durationBins }: {
    readonly name: string;
    readonly genre: string | null;
    readonly sums: ViewSums;
    readonly users: number;
    readonly durationBins: ArrayLike<number>;
  },
): ShowSummary {
  const counted = { ...sums, users, durationBins };
  return { show_name: name, genre, ...figuresOf(SHOW_METRICS, counted) };
}

/** The whole range's points, as `timeSeries()` gives them. */
function trendOf(
  context: StoreContext,
  show: string,
  { from, to, trend, tz = "UTC" }: ShowListOptions,
): Pick<ListedShow, "trend"> {
  if (!trend) return {};
  const asked = { from, to, show, tz, grain: trend, metric: "qualified_views" } as const;
  return { trend: timeSeries(context, asked).points.map(({ value }) => value ?? 0) };
}

function summarize(context: StoreContext, show: FoundShow, interval: Interval): ShowSummary {
  const users = usersOf(context, show, interval);
  return showSummary({ ...show, users, durationBins: durationsOf(context, show, interval) });
}

function usersOf(context: StoreContext, show: FoundShow, interval: Interval): number {
  if (show.sums.accepted === show.allAccepted) return show.allUsers;
  return context.users.count(context, { ...ALL_VIEWS, showId: show.id }, interval);
}

function durationsOf(
  context: StoreContext,
  { id }: FoundShow,
  interval: Interval,
): ArrayLike<number> {
  return durationCounts(context, { ...ALL_VIEWS, showId: id }, interval);
}

function findShows(context: StoreContext, interval: Interval): FoundShow[] {
  const { reader } = context, sumsById = context.showSums.of(context, interval);
  type ShowRow = [number, string, string | null, number, number];
  const shows: FoundShow[] = [];
  for (const row of reader.rows<ShowRow>(`SELECT id, name, genre, accepted, users FROM shows`)) {
    const [id, name, genre, allAccepted, allUsers] = row, sums = sumsById.get(id);
    if (sums !== undefined) {
      shows.push({ id, name: readText(name), genre, sums, allAccepted, allUsers });
    }
  }
  return shows;
}

function sortShows(
  context: StoreContext,
  { shows, sort, interval }: {
    readonly shows: readonly FoundShow[];
    readonly sort: ShowListOptions["sort"];
    readonly interval: Interval;
  },
): Entry[] {
  const entries = shows.map((show): Entry => {
    const { name, sums } = show;
    if (sort === "show_name") return { name, value: null, show };
    if (sort === "users") return { name, value: usersOf(context, show, interval), show };
    if (sort === "median_duration_minutes") {
      const durationBins = durationsOf(context, show, interval);
      return { name, value: metricValue(sort, { durationBins }), show };
    }
    return { name, value: sums.valueOf(sort), show };
  });
  return entries.sort(compareEntries);
}

function compareEntries(a: Omit<Entry, "show">, b: Omit<Entry, "show">): number {
  return (b.value ?? -1) - (a.value ?? -1) || compareTexts(a.name, b.name);
}
