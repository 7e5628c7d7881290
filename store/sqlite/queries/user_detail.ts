// One user whole: totals, most watched shows, hours of the week, sittings.

import type { UserDetailOptions } from "../../port.ts";
import type { UserDetail } from "../../../domain/answers.ts";
import { hoursOf, minuteUnits } from "../../../domain/fixed_sum.ts";
import { formatInstant } from "../../../domain/instant.ts";
import { figuresOf, USER_METRICS } from "../../../domain/metrics.ts";
import { compareTexts } from "../../../domain/order.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import { hourOfWeek } from "./hour_of_week.ts";
import { sittingAnswer } from "./sitting_answer.ts";
import type { StoreContext } from "./store_context.ts";
import { sittingStartOf, VIEW_COLUMNS, type ViewRow } from "./stored_rows.ts";
import { ViewSums } from "./view_sums.ts";
import type { ZoneOffsets } from "./zone_offsets.ts";

const MAX_MOST_WATCHED = 20;

/** A user's answer from the views in the range, or null when no view at all is theirs. */
export function userDetail(
  context: StoreContext,
  id: string,
  { limit, cursor, tz, from = null, to = null }: UserDetailOptions,
): UserDetail | null {
  const before = readCursor<[number]>(cursor, ["number"])?.[0] ?? Infinity, zone = context.zone(tz);
  const { reader, names } = context, userId = names.idOf("users", id);
  const ofUser = "FROM views WHERE user_id = ?";
  if (userId === null || reader.first(`SELECT 1 ${ofUser} LIMIT 1`, userId) === undefined) {
    return null;
  }
  const rows = reader.rows<ViewRow>(
    `SELECT ${VIEW_COLUMNS} ${ofUser} AND start_ms >= ? AND start_ms < ? ORDER BY start_ms`,
    ...[userId, from ?? Number.MIN_SAFE_INTEGER, to ?? Number.MAX_SAFE_INTEGER],
  );
  const sums = sumOf(context, rows);
  const sittings = [...Map.groupBy(rows, sittingStartOf)].reverse().filter(([s]) => s < before);
  const page = sittings.slice(0, limit);
  return {
    user_id: id,
    qualified_views: sums.qualified,
    watch_hours: sums.watchHours,
    last_watch_date: startOf(rows.at(-1)),
    first_watch_date: startOf(rows[0]),
    ...figuresOf(USER_METRICS, { ...sums, shows: new Set(rows.map((row) => row[2])).size }),
    most_watched: mostWatched(context, rows),
    hours_of_week: hoursOfWeek(rows, zone),
    sittings: page.map(([, views]) => sittingAnswer(context, views)),
    next_cursor: sittings.length > limit ? writeCursor([page[page.length - 1][0]]) : null,
  };
}

function startOf(row: ViewRow | undefined): string | null {
  return row === undefined ? null : formatInstant(row[1]);
}

function sumOf({ reader, names }: StoreContext, rows: readonly ViewRow[]): ViewSums {
  const sums = new ViewSums();
  for (const [, , showId, episodeId, minutes, , , episodes] of rows) {
    const runtime = names.runtime(showId, episodeId);
    sums.addView({ minutes, episodes, runtime }, reader.thresholds);
  }
  return sums;
}

/** By watch time, then by name. */
function mostWatched(
  context: StoreContext,
  rows: readonly ViewRow[],
): UserDetail["most_watched"] {
  const shows = [...Map.groupBy(rows, (row) => row[2])].map(([showId, ofShow]) => {
    const sums = sumOf(context, ofShow);
    return {
      show_name: context.names.show(showId),
      qualified_views: sums.qualified,
      watch_hours: sums.watchHours,
      last_watch_date: formatInstant(ofShow[ofShow.length - 1][1]),
      time_completion: timeCompletion(context, ofShow),
    };
  });
  shows.sort((a, b) => b.watch_hours - a.watch_hours || compareTexts(a.show_name, b.show_name));
  return shows.slice(0, MAX_MOST_WATCHED);
}

/** Minutes ÷ runtime of the distinct episodes watched, over those whose runtime is known. */
function timeCompletion({ names }: StoreContext, ofShow: readonly ViewRow[]): number | null {
  let minutes = 0, runtime = 0;
  const seen = new Set<number>();
  for (const [, , showId, episodeId, viewMinutes] of ofShow) {
    const ofEpisode = names.runtime(showId, episodeId);
    if (ofEpisode === null) continue;
    minutes += viewMinutes;
    if (!seen.has(episodeId)) runtime += ofEpisode;
    seen.add(episodeId);
  }
  return runtime === 0 ? null : Math.min(1, minutes / runtime);
}

function hoursOfWeek(rows: readonly ViewRow[], zone: ZoneOffsets): number[][] {
  const units: bigint[] = new Array(168).fill(0n);
  for (const [, startMs, , , minutes] of rows) {
    units[hourOfWeek(startMs + zone.at(startMs))] += BigInt(minuteUnits(minutes));
  }
  return Array.from({ length: 7 }, (_, day) => units.slice(day * 24, day * 24 + 24).map(hoursOf));
}
