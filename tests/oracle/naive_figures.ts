// The figures of a run, counted from its enriched views.

import type { RunFigures } from "../../domain/report.ts";
import type { Thresholds } from "../../domain/scoring.ts";
import type { EnrichedView } from "../../domain/view.ts";

/** Figures as the report names them; hours and means are plain sums, exact to about 10⁻¹². */
export function naiveFigures(views: readonly EnrichedView[], thresholds: Thresholds): RunFigures {
  const qualified = views.filter((view) => view.watchMinutes >= thresholds.qualifiedMinutes);
  const starts = views.map((view) => view.startMs).sort((a, b) => a - b);
  return {
    users: new Set(views.map((view) => view.userId)).size,
    shows: new Set(views.map((view) => view.showName)).size,
    first_watch_date: isoOf(starts.at(0)),
    last_watch_date: isoOf(starts.at(-1)),
    qualified_views: qualified.length,
    watch_hours: sumOf(views.map((view) => view.watchMinutes)) / 60,
    binge_views: qualified.filter((view) => view.isBingeSession).length,
    mean_completion_rate: meanOf(qualified.map((view) => view.completionRate)),
    mean_engagement_score: meanOf(qualified.map((view) => view.engagementScore)),
    median_duration_minutes: naiveMedianMinutes(qualified),
    unknown_runtime_views: qualified.filter((view) => view.completionRate === null).length,
  };
}

/** The middle one by length, of two the shorter, in whole minutes. */
export function naiveMedianMinutes(qualified: readonly EnrichedView[]): number | null {
  const lengths = qualified.map((view) => view.watchMinutes).sort((a, b) => a - b);
  const median = lengths[Math.ceil(lengths.length / 2) - 1];
  return median === undefined ? null : Math.trunc(median);
}

function isoOf(instantMs: number | undefined): string | null {
  return instantMs === undefined ? null : new Date(instantMs).toISOString();
}

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : sumOf(known) / known.length;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
