// One show whole: figures, spread, episodes, its users week by week and what else they watch.

import type { ShowDetail } from "../../../domain/answers.ts";
import { hoursOf } from "../../../domain/fixed_sum.ts";
import { formatInstant } from "../../../domain/instant.ts";
import { compareTexts } from "../../../domain/order.ts";
import { weekOf, weekStartMs } from "../write/schema.ts";
import { dataRange } from "./data_range.ts";
import type { Interval } from "./decompose_range.ts";
import { histogramBins } from "./histogram_bins.ts";
import { showSummary } from "./show_list.ts";
import type { StoreContext } from "./store_context.ts";
import { sumViews } from "./sum_views.ts";
import { ALL_VIEWS, viewsWhere } from "./view_filter.ts";
import { eachId } from "./id_list.ts";
import { IdMarks } from "./id_marks.ts";
import type { EventRange } from "../../port.ts";

const MAX_EPISODES = 100;
/** 20 years: one wrong date must not make an answer of a hundred thousand weeks. */
const MAX_WEEKS = 1_044;

type ShowRow = [number, string | null, number | null, number, number, number];

/** A show's answer, or null when no view is of it. Weeks are those of UTC. */
export function showDetail(
  context: StoreContext,
  name: string,
  range: EventRange,
): ShowDetail | null {
  const { reader, names } = context;
  const sql =
    `SELECT id, genre, runtime_minutes, runtime_inferred, accepted, users FROM shows WHERE id = ?`;
  const row = reader.first<ShowRow>(sql, names.idOf("shows", name));
  if (row === undefined || row[4] === 0) return null;
  const [showId, genre, runtime, inferred, allAccepted, allUsers] = row;
  const interval = dataRange(reader, range), filter = { ...ALL_VIEWS, showId };
  const sums = sumViews(context, filter, interval);
  const users = sums.accepted === allAccepted
    ? allUsers
    : context.users.count(context, filter, interval);
  const bins = histogramBins(context, { ...ALL_VIEWS, showId }, interval);
  const ends = endsOf(context, showId, interval);
  return {
    ...showSummary({ name, genre, sums, users, durationBins: bins.durationBins }),
    runtime_minutes: runtime,
    runtime_inferred: inferred !== 0,
    first_watch_date: ends === null ? null : formatInstant(ends.fromMs),
    last_watch_date: ends === null ? null : formatInstant(ends.toMs),
    completion_bins: bins.completion,
    completion_curve: bins.curve,
    duration_bins: bins.duration,
    episodes: episodesOf(context, showId, interval),
    watched_with: watchedWith(context, showId),
    users_by_week: ends === null ? [] : usersByWeek(context, showId, ends),
  };
}

/** The first and last start of the show's views in the range. */
function endsOf({ reader }: StoreContext, showId: number, interval: Interval): Interval | null {
  const { from, given } = viewsWhere({ ...ALL_VIEWS, showId }, interval);
  const sql = `SELECT start_ms FROM ${from} ORDER BY start_ms`;
  const first = reader.first<[number]>(`${sql} LIMIT 1`, ...given);
  if (first === undefined) return null;
  return { fromMs: first[0], toMs: reader.first<[number]>(`${sql} DESC LIMIT 1`, ...given)![0] };
}

function episodesOf(
  { reader, names }: StoreContext,
  showId: number,
  interval: Interval,
): ShowDetail["episodes"] {
  const { from, given } = viewsWhere({ ...ALL_VIEWS, showId }, interval);
  const units = "sum(CAST(round(minutes * 1e9) AS INTEGER))";
  const sql =
    `SELECT episode_id, sum(minutes >= ?) AS qualified, ${units} / 1000000, ${units} % 1000000,
      count(DISTINCT user_id)
    FROM ${from} AND episode_id > 0 GROUP BY episode_id
    ORDER BY qualified DESC, (SELECT name FROM labels WHERE id = episode_id) LIMIT ${MAX_EPISODES}`;
  const rows = reader.rows(sql, reader.thresholds.qualifiedMinutes, ...given);
  return rows.map(([episodeId, qualified, millions, rest, users]) => ({
    episode: names.label(episodeId)!,
    qualified_views: qualified,
    watch_hours: hoursOf(BigInt(millions) * 1_000_000n + BigInt(rest)),
    users,
  }));
}

/** Of the weeks from the first to the last view in the range: whole weeks, new to the show since ever. */
function usersByWeek(
  context: StoreContext,
  showId: number,
  { fromMs, toMs }: Interval,
): ShowDetail["users_by_week"] {
  const filter = { ...ALL_VIEWS, showId };
  const ever = endsOf(context, showId, dataRange(context.reader, { from: null, to: null }))!;
  const lastWeek = weekOf(toMs), firstWeek = Math.max(weekOf(fromMs), lastWeek - MAX_WEEKS + 1);
  const weeks = Array.from({ length: lastWeek - firstWeek + 1 }, (_, i) => ({
    fromMs: weekStartMs(firstWeek + i),
    toMs: weekStartMs(firstWeek + i + 1),
  }));
  const before = { fromMs: weekStartMs(weekOf(ever.fromMs)), toMs: weekStartMs(firstWeek) };
  const counts = context.users.sets.newcomers(context, filter, [before, ...weeks]);
  return counts.slice(1).map(({ ids, newIds }, i) => ({
    week: formatInstant(weeks[i].fromMs),
    new_users: newIds,
    returning_users: ids - newIds,
  }));
}

const MAX_SHOWS = 10;

/** A show's users: they stay the same while their number does and no view moves. */
interface ShowUsers {
  readonly version: string;
  readonly ids: Uint32Array;
}

/** Kept for each connection, as reading all pairs of show and user anew takes long. */
const kept = new WeakMap<StoreContext, Map<number, ShowUsers>>();

const own = new IdMarks();

/** The shows that most users of the show have a view of too. */
function watchedWith(context: StoreContext, showId: number): ShowDetail["watched_with"] {
  const { reader, names } = context;
  const sql = `SELECT id, users FROM shows WHERE accepted > 0`;
  const shows = reader.rows(sql).map(([id, users]) => [id, `${reader.moved} ${users}`] as const);
  const version = shows.find(([id]) => id === showId)![1];
  own.clear();
  for (const id of usersOf(context, showId, version)) own.add(id);
  const shared: { show_name: string; shared_users: number }[] = [];
  for (const [id, version] of shows) {
    if (id === showId) continue;
    const users = own.countOf(usersOf(context, id, version));
    if (users > 0) shared.push({ show_name: names.show(id), shared_users: users });
  }
  shared.sort((a, b) => b.shared_users - a.shared_users || compareTexts(a.show_name, b.show_name));
  return shared.slice(0, MAX_SHOWS);
}

function usersOf(context: StoreContext, showId: number, version: string): Uint32Array {
  let shows = kept.get(context);
  if (shows === undefined) kept.set(context, shows = new Map());
  const found = shows.get(showId);
  if (found?.version === version) return found.ids;
  const sql = `SELECT group_concat(user_id) FROM user_shows WHERE show_id = ?`;
  const [text] = context.reader.first<[string | null]>(sql, showId)!;
  const ids: number[] = [];
  eachId(text, (id) => ids.push(id));
  const users = { version, ids: Uint32Array.from(ids) };
  shows.set(showId, users);
  return users.ids;
}
