// Figures over views, each counted by itself from plain rows.

import type { Overview, ShowSummary, UserSummary } from "../../domain/answers.ts";
import { hoursOf, meanRateOf, minuteUnits, rateUnits } from "../../domain/fixed_sum.ts";
import type { SeriesMetric } from "../../domain/metrics.ts";
import type { Thresholds } from "../../domain/scoring.ts";
import type { EnrichedView } from "../../domain/view.ts";
import { naiveMedianMinutes } from "./naive_figures.ts";

type Views = readonly EnrichedView[];

/** The views that count as views. */
export function qualifiedOf(views: Views, { qualifiedMinutes }: Thresholds): EnrichedView[] {
  return views.filter((view) => view.watchMinutes >= qualifiedMinutes);
}

/** Watch time in hours, rounded as every answer rounds it. */
export function naiveHours(views: Views): number {
  return hoursOf(views.reduce((sum, view) => sum + BigInt(minuteUnits(view.watchMinutes)), 0n));
}

function naiveMean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return meanRateOf(known.reduce((sum, rate) => sum + BigInt(rateUnits(rate)), 0n), known.length);
}

/** How many different users, or other texts, there are. */
export function distinct(views: Views, textOf: (view: EnrichedView) => string): number {
  return new Set(views.map(textOf)).size;
}

/** One metric over views. */
export function naiveMetric(
  views: Views,
  metric: SeriesMetric,
  thresholds: Thresholds,
): number | null {
  return metric === "watch_hours" ? naiveHours(views) : naiveOverview(views, thresholds)[metric];
}

/** All figures of an overview. */
export function naiveOverview(views: Views, thresholds: Thresholds): Overview {
  const qualified = qualifiedOf(views, thresholds);
  const starts = views.map((view) => view.startMs).sort((a, b) => a - b);
  return {
    qualified_views: qualified.length,
    watch_hours: naiveHours(views),
    users: distinct(views, (view) => view.userId),
    shows: distinct(views, (view) => view.showName),
    binge_views: qualified.filter((view) => view.isBingeSession).length,
    mean_completion_rate: naiveMean(qualified.map((view) => view.completionRate)),
    mean_engagement_score: naiveMean(qualified.map((view) => view.engagementScore)),
    median_duration_minutes: naiveMedianMinutes(qualified),
    unknown_runtime_views: qualified.filter((view) => view.completionRate === null).length,
    accepted_views: views.length,
    first_watch_date: isoOf(starts.at(0)),
    last_watch_date: isoOf(starts.at(-1)),
  };
}

/** A show's line in a list; all views are of it. */
export function naiveShow(
  views: Views,
  { name, genre }: { readonly name: string; readonly genre: string | null },
  thresholds: Thresholds,
): ShowSummary {
  const { qualified_views, watch_hours, users, binge_views, ...means } = naiveOverview(
    views,
    thresholds,
  );
  const { mean_completion_rate, mean_engagement_score, median_duration_minutes } = means;
  return {
    ...{ show_name: name, genre, qualified_views, watch_hours, users },
    ...{ mean_completion_rate, mean_engagement_score, binge_views, median_duration_minutes },
  };
}

/** A user's line in a list; all views are theirs. */
export function naiveUser(views: Views, thresholds: Thresholds): UserSummary {
  const { qualified_views, watch_hours, last_watch_date } = naiveOverview(views, thresholds);
  return { user_id: views[0]!.userId, qualified_views, watch_hours, last_watch_date };
}

/** An instant as answers tell it. */
export function isoOf(instantMs: number | undefined): string | null {
  return instantMs === undefined ? null : new Date(instantMs).toISOString();
}
