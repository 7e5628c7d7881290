// A show's page from plain rows.

import type { ShowDetail } from "../../domain/answers.ts";
import type { Thresholds } from "../../domain/scoring.ts";
import type { EnrichedView } from "../../domain/view.ts";
import { compareUtf8 } from "./compare_utf8.ts";
import { mondayOf } from "./naive_people.ts";
import {
  distinct,
  isoOf,
  naiveHours,
  naiveOverview,
  naiveShow,
  qualifiedOf,
} from "./naive_sums.ts";

type Views = readonly EnrichedView[];
const WEEK_MS = 7 * 86_400_000;
const BORDERS = [2, 5, 10, 15, 20, 25, 30, 40, 50, 60, 75, 90, 120, 150, 180, 240];

/** What the catalog has of the show. */
export interface NaiveShowFacts {
  readonly genre: string | null;
  readonly runtimeMinutes: number | null;
}

/** A show's page over the views that start in `isWithin`; `views` are all views of all shows. */
export function naiveShowDetail(
  views: Views,
  name: string,
  { isWithin, facts, thresholds }: {
    readonly isWithin: (view: EnrichedView) => boolean;
    readonly facts: NaiveShowFacts;
    readonly thresholds: Thresholds;
  },
): ShowDetail | null {
  const ever = views.filter((view) => view.showName === name), within = ever.filter(isWithin);
  if (ever.length === 0) return null;
  const { first_watch_date, last_watch_date } = naiveOverview(within, thresholds);
  const qualified = qualifiedOf(within, thresholds);
  const rates = qualified.map((view) => view.completionRate).filter((rate) => rate !== null);
  return {
    ...naiveShow(within, { name, genre: facts.genre }, thresholds),
    runtime_minutes: facts.runtimeMinutes,
    runtime_inferred: false,
    first_watch_date,
    last_watch_date,
    completion_bins: Array.from({ length: 20 }, (_, bin) => ({
      from: bin / 20,
      to: (bin + 1) / 20,
      qualified_views: rates.filter((rate) => Math.min(19, Math.floor(rate * 20)) === bin).length,
    })),
    completion_curve: Array.from(
      { length: 21 },
      (_, twentieth) =>
        rates.length === 0
          ? 0
          : rates.filter((rate) => Math.floor(rate * 20) >= twentieth).length / rates.length,
    ),
    duration_bins: BORDERS.map((from, bin) => {
      const to = BORDERS[bin + 1] ?? null;
      const isIn = (minutes: number) =>
        (bin === 0 || minutes >= from) && (to === null || minutes < to);
      const found = qualified.filter(({ watchMinutes }) => isIn(watchMinutes));
      return { from, to, qualified_views: found.length };
    }),
    episodes: episodesOf(within, thresholds),
    watched_with: watchedWith(views, name),
    users_by_week: usersByWeek(ever, within),
  };
}

function episodesOf(views: Views, thresholds: Thresholds): ShowDetail["episodes"] {
  const named = Map.groupBy(
    views.filter(({ episode }) => episode !== null && episode !== ""),
    (view) => view.episode!,
  );
  return [...named].map(([episode, ofEpisode]) => ({
    episode,
    qualified_views: qualifiedOf(ofEpisode, thresholds).length,
    watch_hours: naiveHours(ofEpisode),
    users: distinct(ofEpisode, (view) => view.userId),
  })).sort((a, b) => b.qualified_views - a.qualified_views || compareUtf8(a.episode, b.episode))
    .slice(0, 100);
}

function watchedWith(views: Views, name: string): ShowDetail["watched_with"] {
  const own = new Set(views.filter((view) => view.showName === name).map((view) => view.userId));
  const others = Map.groupBy(
    views.filter((view) => view.showName !== name && own.has(view.userId)),
    (view) => view.showName,
  );
  return [...others].map(([show_name, shared]) => ({
    show_name,
    shared_users: distinct(shared, (view) => view.userId),
  })).sort((a, b) => b.shared_users - a.shared_users || compareUtf8(a.show_name, b.show_name))
    .slice(0, 10);
}

/** Whole weeks, from that of the first view within the range to that of the last. */
function usersByWeek(ever: Views, within: Views): ShowDetail["users_by_week"] {
  const mondays = within.map((view) => mondayOf(view.startMs));
  const weeks: ShowDetail["users_by_week"][number][] = [];
  const usersOf = (views: Views) => new Set(views.map((view) => view.userId));
  const newest = Math.max(...mondays) - 1_043 * WEEK_MS;
  for (
    let monday = Math.max(newest, Math.min(...mondays));
    monday <= Math.max(...mondays);
    monday += WEEK_MS
  ) {
    const before = usersOf(ever.filter((view) => view.startMs < monday));
    const users = usersOf(ever.filter((view) => mondayOf(view.startMs) === monday));
    const returning = [...users].filter((user) => before.has(user)).length;
    weeks.push({
      week: isoOf(monday)!,
      new_users: users.size - returning,
      returning_users: returning,
    });
  }
  return weeks;
}
