// Which views are asked for: all, or those of a show, a dimension's value, an hour of the week; by the ids of the
// store.

import {
  FILTER_COLUMNS,
  type FilterColumn,
  filterFacts,
  forFilters,
} from "../../../domain/columns.ts";
import { HOUR_MS } from "../../../domain/time.ts";
import { SCOPE_ALL, SCOPE_SHOW } from "../write/schema.ts";
import type { NamedFilter } from "../../port.ts";
import type { Interval } from "./decompose_range.ts";
import type { StoreContext } from "./store_context.ts";
import type { Parameter } from "./store_reader.ts";
import type { ZoneOffsets } from "./zone_offsets.ts";

/** Ids; null takes all. */
export interface ViewFilter {
  readonly showId: number | null;
  readonly labelIds: Readonly<Record<FilterColumn, number | null>>;
  readonly hour: ClockHour | null;
}

/** An hour of a zone's week. */
interface ClockHour {
  readonly hour: number;
  readonly tz: string;
  readonly zone: ZoneOffsets;
}

/** Takes every view. */
export const ALL_VIEWS: ViewFilter = {
  showId: null,
  labelIds: forFilters(() => null),
  hour: null,
};

/** The ids of names; null when the store knows one of the names not, so that no view can fit. */
export function filterOf(
  { names, zone }: StoreContext,
  filter: NamedFilter,
): ViewFilter | null {
  const { hour = null, tz = "UTC" } = filter;
  const idOf = (table: "shows" | "labels", name: string | null | undefined) =>
    name === null || name === undefined ? null : names.idOf(table, name) ?? -1;
  const showId = idOf("shows", filter.show);
  const labelIds = forFilters((name) => idOf("labels", filter[name]));
  if (showId === -1 || Object.values(labelIds).includes(-1)) return null;
  return { showId, labelIds, hour: hour === null ? null : { hour, tz, zone: zone(tz) } };
}

/** The cells that hold exactly these views, or null when no cells do. */
export function cellsOf(filter: ViewFilter): { scope: number; id: number } | null {
  if (filter.hour !== null) return null;
  const scopes = [
    { scope: SCOPE_SHOW, id: filter.showId },
    ...FILTER_COLUMNS.map((name) => ({
      scope: filterFacts(name).scope,
      id: filter.labelIds[name],
    })),
  ].filter((scope): scope is { scope: number; id: number } => scope.id !== null);
  if (scopes.length === 0) return { scope: SCOPE_ALL, id: 0 };
  return scopes.length === 1 ? scopes[0] : null;
}

/** The rows of `views` with `start_ms` in a range, by the index that holds fewest others. */
export function viewsWhere(
  filter: ViewFilter,
  interval: Interval,
): { readonly from: string; readonly given: Parameter[] } {
  const terms = ["start_ms >= ?", "start_ms < ?"];
  const given: Parameter[] = [interval.fromMs, interval.toMs];
  const columns = {
    show_id: filter.showId,
    ...Object.fromEntries(FILTER_COLUMNS.map((name) => [`${name}_id`, filter.labelIds[name]])),
  };
  for (const [column, id] of Object.entries(columns)) {
    if (id === null) continue;
    terms.push(`${column} = ?`);
    given.push(id);
  }
  if (filter.hour !== null) terms.push(startsIn(filter.hour, interval));
  const index = filter.showId === null ? "views_by_start" : "views_by_show";
  return { from: `views INDEXED BY ${index} WHERE ${terms.join(" AND ")}`, given };
}

/** Whole weeks, and the days from a Thursday's start, that keep every hour's number positive. */
const AHEAD_MS = (1_000_000 * 168 + 72) * HOUR_MS;

/** Whether a view starts in the hour, as SQL: one offset for each time in which the clocks stay. */
function startsIn({ hour, zone }: ClockHour, { fromMs, toMs }: Interval): string {
  const offsets: string[] = [];
  let atMs = fromMs;
  for (let next; (next = zone.nextChange(atMs, toMs)) !== null; atMs = next) {
    offsets.push(`WHEN start_ms < ${next} THEN ${zone.at(atMs)}`);
  }
  const last = zone.at(atMs);
  const offset = offsets.length === 0 ? last : `CASE ${offsets.join(" ")} ELSE ${last} END`;
  return `(start_ms + ${AHEAD_MS} + ${offset}) / ${HOUR_MS} % 168 = ${hour}`;
}
