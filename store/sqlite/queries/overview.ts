// The figures of all views, or of a range, a show, a dimension's value.

import type { Overview } from "../../../domain/answers.ts";
import { formatInstant } from "../../../domain/instant.ts";
import { figuresOf, OVERVIEW_METRICS } from "../../../domain/metrics.ts";
import { dataRange } from "./data_range.ts";
import { durationCounts } from "./duration_counts.ts";
import type { Interval } from "./decompose_range.ts";
import type { StoreContext } from "./store_context.ts";
import { sumViews } from "./sum_views.ts";
import { cellsOf, filterOf, type ViewFilter, viewsWhere } from "./view_filter.ts";
import { ViewSums } from "./view_sums.ts";
import type { EventRange, NamedFilter } from "../../port.ts";

/** Figures over the views that fit and start within the range. */
export function overview(context: StoreContext, options: EventRange & NamedFilter): Overview {
  const filter = filterOf(context, options);
  const interval = dataRange(context.reader, options);
  const isNone = filter === null || !(interval.fromMs < interval.toMs);
  const sums = isNone ? new ViewSums() : sumViews(context, filter, interval);
  const isAny = !isNone && sums.accepted > 0;
  const first = isAny ? endOf(context, filter, interval, "first") : null;
  const last = isAny ? endOf(context, filter, interval, "last") : null;
  const counted = { interval, accepted: sums.accepted };
  const users = isAny ? countUsers(context, filter, counted) : 0;
  const shows = isAny ? countShows(context, filter, counted) : 0;
  const durationBins = isAny ? durationCounts(context, filter, interval) : [];
  return {
    ...figuresOf(OVERVIEW_METRICS, { ...sums, users, shows, durationBins }),
    first_watch_date: first === null ? null : formatInstant(first),
    last_watch_date: last === null ? null : formatInstant(last),
  };
}

/** Views of a range, of which there are so many. */
interface Counted {
  readonly interval: Interval;
  readonly accepted: number;
}

function isUnfiltered({ labelIds, hour }: ViewFilter): boolean {
  return hour === null && Object.values(labelIds).every((id) => id === null);
}

/** Views of all times, of all shows or of one, are counted in the tables. */
function countUsers(
  context: StoreContext,
  filter: ViewFilter,
  { interval, accepted }: Counted,
): number {
  const { reader } = context, { showId } = filter;
  if (isUnfiltered(filter) && showId !== null) {
    const sql = `SELECT accepted, users FROM shows WHERE id = ?`;
    const [all, users] = reader.first<[number, number]>(sql, showId)!;
    if (accepted === all) return users;
  } else if (isUnfiltered(filter) && accepted === sumOfAll(context)) {
    return allUsers(context);
  }
  return context.users.count(context, filter, interval);
}

/** Users who have views at all. */
function allUsers({ reader }: StoreContext): number {
  const [lastId, isAnyRemoved] = reader.first<[number | null, number]>(
    `SELECT (SELECT max(id) FROM users), EXISTS(SELECT 1 FROM removals)`,
  )!;
  // Only the removal of an import takes a user's last view (else a longer duplicate replaces it), and ids
  // have no gaps.
  if (isAnyRemoved === 0) return lastId ?? 0;
  return reader.first<[number]>(`SELECT count(*) FROM users WHERE accepted > 0`)![0];
}

function countShows(
  context: StoreContext,
  filter: ViewFilter,
  { interval, accepted }: Counted,
): number {
  if (filter.showId !== null) return 1;
  if (isUnfiltered(filter) && accepted === sumOfAll(context)) {
    return context.reader.first<[number]>(`SELECT count(*) FROM shows WHERE accepted > 0`)![0];
  }
  return context.shows.count(context, filter, interval);
}

function sumOfAll({ reader }: StoreContext): number {
  const sql = `SELECT sum(accepted) FROM cells WHERE scope = 0 AND level = 4 AND id = 0`;
  return reader.first<[number | null]>(sql)![0] ?? 0;
}

/** The first or last start of a view that fits; there is one. */
function endOf(
  context: StoreContext,
  filter: ViewFilter,
  interval: Interval,
  end: "first" | "last",
): number | null {
  const { reader } = context, direction = end === "first" ? "" : "DESC", cells = cellsOf(filter);
  let within = interval;
  if (cells !== null && filter.showId === null && cells.scope !== 0) {
    // The quarter hour is found in the rollups, as the index by start holds all values of all dimensions.
    const quarter = endQuarter(context, { ...cells, interval, direction });
    if (quarter !== null) within = quarter;
  }
  const { from, given } = viewsWhere(filter, within);
  const sql = `SELECT start_ms FROM ${from} ORDER BY start_ms ${direction} LIMIT 1`;
  const row = reader.first<[number]>(sql, ...given);
  if (row !== undefined || within === interval) return row?.[0] ?? null;
  // The outermost quarter hour lies partly outside of the range, with its views there.
  const rest = end === "first"
    ? { fromMs: within.toMs, toMs: interval.toMs }
    : { fromMs: interval.fromMs, toMs: within.fromMs };
  return endOf(context, filter, rest, end);
}

function endQuarter(
  { reader }: StoreContext,
  { scope, id, interval, direction }: {
    readonly scope: number;
    readonly id: number;
    readonly interval: Interval;
    readonly direction: string;
  },
): Interval | null {
  const row = reader.first<[number]>(
    `SELECT bucket FROM cells WHERE scope = ? AND level = 0 AND id = ? AND bucket >= ? AND bucket < ?
      ORDER BY bucket ${direction} LIMIT 1`,
    ...[scope, id, Math.floor(interval.fromMs / 900_000), Math.ceil(interval.toMs / 900_000)],
  );
  if (row === undefined) return null;
  return {
    fromMs: Math.max(interval.fromMs, row[0] * 900_000),
    toMs: Math.min(interval.toMs, (row[0] + 1) * 900_000),
  };
}
