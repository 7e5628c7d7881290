// Sittings, a user's page and who came back, from plain rows.

import type { Retention, SittingAnswer, UserDetail, ViewAnswer } from "../../domain/answers.ts";
import { DIMENSIONS, forDimensions } from "../../domain/columns.ts";
import type { Thresholds } from "../../domain/scoring.ts";
import { endMs, type EnrichedView } from "../../domain/view.ts";
import { compareUtf8 } from "./compare_utf8.ts";
import { isoOf, naiveHours, naiveOverview, naiveUser, qualifiedOf } from "./naive_sums.ts";
import { naiveHourOfWeek } from "./naive_time.ts";

type Views = readonly EnrichedView[];
const DAY_MS = 86_400_000, WEEK_MS = 7 * DAY_MS;

/** A view as answers tell it. */
export function naiveView(view: EnrichedView): ViewAnswer {
  return {
    ...{ user_id: view.userId, show_name: view.showName, episode: view.episode },
    ...forDimensions((name) => view[name]),
    watch_date: isoOf(view.startMs)!,
    ...{ watch_duration_minutes: view.watchMinutes, completion_rate: view.completionRate },
    ...{ is_binge_session: view.isBingeSession, engagement_score: view.engagementScore },
    sitting_start: isoOf(view.sittingStartMs)!,
  };
}

/** By start, show, episode, duration; then, so that there is one order, dimensions and a missing episode. */
function inOrder(a: EnrichedView, b: EnrichedView): number {
  const textsOf = ({ showName, episode }: EnrichedView) => [showName, episode ?? ""];
  const restOf = (view: EnrichedView) => DIMENSIONS.map((name) => view[name] ?? "");
  const compare = (x: string[], y: string[]) =>
    x.map((text, at) => compareUtf8(text, y[at]!)).find((order) => order !== 0) ?? 0;
  return a.startMs - b.startMs || compare(textsOf(a), textsOf(b)) ||
    a.watchMinutes - b.watchMinutes || compare(restOf(a), restOf(b)) ||
    (a.episode === b.episode ? 0 : a.episode === null ? -1 : 1);
}

/** All sittings of the views, newest first; views in the order of the output. */
export function naiveSittings(views: Views, thresholds: Thresholds): SittingAnswer[] {
  const sittings = Map.groupBy(views, (view) => `${view.sittingStartMs} ${view.userId}`);
  return [...sittings.values()].map((ofSitting) => ({
    user_id: ofSitting[0]!.userId,
    sitting_start: isoOf(ofSitting[0]!.sittingStartMs)!,
    sitting_end: isoOf(Math.max(...ofSitting.map((v) => endMs(v.startMs, v.watchMinutes))))!,
    qualified_views: qualifiedOf(ofSitting, thresholds).length,
    watch_hours: naiveHours(ofSitting),
    binge_of: [...new Set(ofSitting.filter((v) => v.isBingeSession).map((v) => v.showName))]
      .sort(compareUtf8),
    view_count: ofSitting.length,
    views: ofSitting.toSorted(inOrder).map(naiveView).slice(0, 1_000),
  })).sort((a, b) => a.sitting_start < b.sitting_start ? 1 : -1);
}

/** Minutes ÷ runtime of the distinct episodes, over those that have one. */
type RuntimeOf = (view: EnrichedView) => number | null;

function timeCompletion(ofShow: Views, runtimeOf: RuntimeOf): number | null {
  const known = ofShow.filter((view) => runtimeOf(view) !== null);
  if (known.length === 0) return null;
  const runtimes = new Map(known.map((view) => [view.episode, runtimeOf(view)!]));
  const runtime = [...runtimes.values()].reduce((sum, minutes) => sum + minutes, 0);
  return Math.min(1, known.reduce((sum, view) => sum + view.watchMinutes, 0) / runtime);
}

/** A user's page with all of their sittings; all views are theirs, there is one. */
export function naiveUserDetail(
  views: Views,
  tz: string,
  { thresholds, runtimeOf }: { readonly thresholds: Thresholds; readonly runtimeOf: RuntimeOf },
): UserDetail {
  const figures = naiveOverview(views, thresholds);
  const { shows, binge_views, mean_completion_rate, mean_engagement_score } = figures;
  const watched = [...Map.groupBy(views, (view) => view.showName)].map(([show_name, ofShow]) => ({
    show_name,
    qualified_views: qualifiedOf(ofShow, thresholds).length,
    watch_hours: naiveHours(ofShow),
    last_watch_date: isoOf(Math.max(...ofShow.map((view) => view.startMs)))!,
    time_completion: timeCompletion(ofShow, runtimeOf),
  }));
  watched.sort((a, b) => b.watch_hours - a.watch_hours || compareUtf8(a.show_name, b.show_name));
  const byHour = Map.groupBy(views, ({ startMs }) => naiveHourOfWeek(startMs, tz));
  const hours = Array.from(
    { length: 7 },
    (_, day) =>
      Array.from({ length: 24 }, (_, hour) => naiveHours(byHour.get(day * 24 + hour) ?? [])),
  );
  return {
    ...naiveUser(views, thresholds),
    first_watch_date: figures.first_watch_date,
    ...{ shows, binge_views, mean_completion_rate, mean_engagement_score },
    most_watched: watched.slice(0, 20),
    hours_of_week: hours,
    sittings: naiveSittings(views, thresholds),
    next_cursor: null,
  };
}

/** The Monday (UTC) of an instant's week. */
export function mondayOf(instantMs: number): number {
  const days = Math.floor(instantMs / DAY_MS), weekday = new Date(instantMs).getUTCDay();
  return (days - (weekday + 6) % 7) * DAY_MS;
}

/** Cohorts by the week of the first qualified view, each up to the week of the newest view. */
export function naiveRetention(views: Views, thresholds: Thresholds): Retention {
  const qualified = qualifiedOf(views, thresholds);
  const lastMonday = Math.max(...views.map((view) => mondayOf(view.startMs)));
  const users = [...Map.groupBy(qualified, (view) => view.userId).values()].map((ofUser) => {
    const mondays = new Set(ofUser.map((view) => mondayOf(view.startMs)));
    return { mondays, cohort: Math.min(...mondays) };
  });
  const cohorts = [...Map.groupBy(users, ({ cohort }) => cohort)].sort(([a], [b]) => a - b);
  return {
    cohorts: cohorts.slice(-156).map(([cohort, ofCohort]) => ({
      week: isoOf(cohort)!,
      users: ofCohort.length,
      weeks: Array.from(
        { length: Math.min(1_044, (lastMonday - cohort) / WEEK_MS + 1) },
        (_, week) => {
          const monday = cohort + week * WEEK_MS;
          const active = ofCohort.filter(({ mondays }) => mondays.has(monday)).length;
          const share = active / ofCohort.length;
          return { users: active, share, finished: monday < lastMonday };
        },
      ),
    })),
  };
}
