// One user whole: totals, most watched shows, hours of the week, sittings.

import type { UserDetail } from "../../../domain/answers.ts";
import { hoursOf, minuteUnits } from "../../../domain/fixed_sum.ts";
import { formatInstant } from "../../../domain/instant.ts";
import { compareTexts } from "../compare_texts.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import { hourOfWeek } from "./hour_of_week.ts";
import { sittingAnswer } from "./sitting_answer.ts";
import type { StoreContext } from "./store_context.ts";
import { VIEW_COLUMNS, type ViewRow } from "./stored_rows.ts";
import { USER_COLUMNS, type UserRow, userSummary } from "./user_list.ts";
import { ViewSums } from "./view_sums.ts";
import type { ZoneOffsets } from "./zone_offsets.ts";

const MAX_MOST_WATCHED = 20;

/** What is asked for: a page of the user's sittings, and the zone of the hours. */
export interface UserDetailOptions {
  readonly limit: number;
  readonly cursor: string | null;
  readonly tz: string;
}

/** A user's answer, or null when no view is theirs. */
export function userDetail(
  context: StoreContext,
  id: string,
  { limit, cursor, tz }: UserDetailOptions,
): UserDetail | null {
  const before = readCursor<[number]>(cursor, ["number"])?.[0] ?? Infinity, zone = context.zone(tz);
  const { reader, names } = context, userId = names.idOf("users", id);
  const user = reader.first<UserRow>(`SELECT ${USER_COLUMNS} FROM users WHERE id = ?`, userId);
  const sql = `SELECT ${VIEW_COLUMNS} FROM views WHERE user_id = ? ORDER BY start_ms`;
  const rows = userId === null ? [] : reader.rows<ViewRow>(sql, userId);
  if (user === undefined || rows.length === 0) return null;
  const sums = sumOf(context, rows);
  const sittings = [...Map.groupBy(rows, (row) => row[8])].reverse().filter(([s]) => s < before);
  const page = sittings.slice(0, limit);
  return {
    ...userSummary(user),
    first_watch_date: formatInstant(rows[0][1]),
    shows: new Set(rows.map((row) => row[2])).size,
    binge_views: sums.binge,
    mean_completion_rate: sums.meanCompletionRate,
    mean_engagement_score: sums.meanEngagementScore,
    most_watched: mostWatched(context, rows),
    hours_of_week: hoursOfWeek(rows, zone),
    sittings: page.map(([, views]) => sittingAnswer(context, views)),
    next_cursor: sittings.length > limit ? writeCursor([page[page.length - 1][0]]) : null,
  };
}

function sumOf({ reader, names }: StoreContext, rows: readonly ViewRow[]): ViewSums {
  const sums = new ViewSums();
  for (const [, , showId, episodeId, minutes, , , , , episodes] of rows) {
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
