// The metrics: one table of what each is called, what it means, which sums it comes from and how it reads. The
// report, the API with its schemas and documents, the prove task and all pages take it from here.

import { hoursOf, meanRateOf } from "./fixed_sum.ts";
import { medianBin } from "./histogram.ts";

/** What views add up to, exactly and in any order. Units are those of fixed_sum.ts. */
export interface Sums {
  readonly accepted: number;
  /** Views that count as views; the sums below are over them alone. */
  readonly qualified: number;
  /** In sittings that hold a binge of their show. */
  readonly binge: number;
  /** Whose runtime is known. */
  readonly rated: number;
  /** Over all accepted views. */
  readonly minuteUnits: bigint;
  readonly completionUnits: bigint;
  readonly engagementUnits: bigint;
  /** Distinct ones, over all accepted views: counted, not summed. */
  readonly users: number;
  readonly shows: number;
}

/** What is counted by bin beside the sums. */
interface Counts extends Sums {
  /** Qualified views by their length, a bin for each whole minute. */
  readonly durationBins: ArrayLike<number>;
}

type CountName = "accepted" | "qualified" | "binge" | "rated" | "users" | "shows";

/** How a metric follows from sums; what has nothing to be taken over is null. */
export type FromSums =
  | { readonly kind: "count"; readonly of: CountName }
  | { readonly kind: "difference"; readonly of: CountName; readonly less: CountName }
  | { readonly kind: "hours"; readonly of: "minuteUnits" }
  | { readonly kind: "share"; readonly of: CountName; readonly among: CountName }
  | {
    readonly kind: "mean";
    readonly of: "completionUnits" | "engagementUnits";
    readonly over: CountName;
  }
  | { readonly kind: "median"; readonly of: "durationBins" };

/** How its number reads: a share is 0–1 and shown as a percentage, a score is 0–1 and shown as it is. */
export type FigureUnit = "count" | "hours" | "minutes" | "share" | "score";

/** One line of the table. */
export interface Metric {
  readonly title: string;
  /** Over a column of a table, where `title` is too long. */
  readonly head?: string;
  readonly unit: FigureUnit;
  readonly from: FromSums;
  /** For people: what it counts and how. */
  readonly explanation: string;
  /** The explanation in a few words, to stand beside the number. */
  readonly note: string;
}

/** By the name that API and report use. */
export const METRICS = {
  qualified_views: {
    title: "Views",
    unit: "count",
    from: { kind: "count", of: "qualified" },
    explanation: "Accepted views of at least 2 minutes (QUALIFIED_MINUTES). Shorter ones are " +
      "kept, but do not count as a view.",
    note: "long enough to count",
  },
  watch_hours: {
    title: "Hours watched",
    head: "Hours",
    unit: "hours",
    from: { kind: "hours", of: "minuteUnits" },
    explanation: "The minutes of all accepted views, also of short ones, divided by 60.",
    note: "over all accepted views",
  },
  users: {
    title: "Users",
    unit: "count",
    from: { kind: "count", of: "users" },
    explanation: "Distinct users with an accepted view.",
    note: "over all accepted views",
  },
  shows: {
    title: "Shows",
    unit: "count",
    from: { kind: "count", of: "shows" },
    explanation: "Distinct shows with an accepted view.",
    note: "over all accepted views",
  },
  binge_views: {
    title: "Binge views",
    unit: "count",
    from: { kind: "count", of: "binge" },
    explanation: "Views in sittings with at least 3 distinct episodes of their show. A new " +
      "sitting starts when a view begins more than 30 minutes after the latest end before it.",
    note: "in sittings of three episodes",
  },
  binge_share: {
    title: "Binge share",
    unit: "share",
    from: { kind: "share", of: "binge", among: "qualified" },
    explanation:
      "Views in sittings with at least 3 distinct episodes of their show, among all views. A new " +
      "sitting starts when a view begins more than 30 minutes after the latest end before it.",
    note: "of views",
  },
  mean_completion_rate: {
    title: "Completion",
    unit: "share",
    from: { kind: "mean", of: "completionUnits", over: "rated" },
    explanation:
      "Mean over views whose runtime is known of min(1, minutes watched ÷ runtime). The runtime " +
      "is the catalog's, or the 95th percentile of a show's durations once it has 20 views.",
    note: "mean over views",
  },
  mean_engagement_score: {
    title: "Engagement",
    unit: "score",
    from: { kind: "mean", of: "engagementUnits", over: "rated" },
    explanation: "Mean of 0.7 · completion + 0.3 · depth, where depth grows from 0 to 1 with the " +
      "first three episodes of a show in a sitting.",
    note: "0 to 1",
  },
  median_duration_minutes: {
    title: "Median length",
    unit: "minutes",
    from: { kind: "median", of: "durationBins" },
    explanation:
      "The middle one of all views in order of minutes watched (of two the shorter), in " +
      "whole minutes, rounded down: the exact median lies less than 1 minute above.",
    note: "minutes watched, rounded down",
  },
  unknown_runtime_views: {
    title: "Unknown runtime",
    unit: "count",
    from: { kind: "difference", of: "qualified", less: "rated" },
    explanation: "Views whose runtime is not known, so that they have no completion.",
    note: "views without completion",
  },
  accepted_views: {
    title: "Accepted views",
    unit: "count",
    from: { kind: "count", of: "accepted" },
    explanation: "Rows that keep every rule and repeat no other, also those too short to count.",
    note: "short ones too",
  },
} as const satisfies Readonly<Record<string, Metric>>;

/** A key of {@link METRICS}. */
export type MetricId = keyof typeof METRICS;

/** Of a run's report. */
export const REPORT_METRICS = [
  ...["users", "shows", "qualified_views", "watch_hours", "binge_views"] as const,
  ...["mean_completion_rate", "mean_engagement_score", "median_duration_minutes"] as const,
  "unknown_runtime_views",
] as const;

/** What reports lack that were written before it was counted. */
export const LATER_METRICS = ["median_duration_minutes"] as const;

/** Of the overview, in the order of its JSON. */
export const OVERVIEW_METRICS = [
  ...["qualified_views", "watch_hours", "users", "shows", "binge_views"] as const,
  ...["mean_completion_rate", "mean_engagement_score", "median_duration_minutes"] as const,
  ...["unknown_runtime_views", "accepted_views"] as const,
] as const;

/** Of a show in a list, which may be sorted by each. */
export const SHOW_METRICS = [
  ...["qualified_views", "watch_hours", "users"] as const,
  ...["mean_completion_rate", "mean_engagement_score", "binge_views"] as const,
  "median_duration_minutes",
] as const;

/** Of a user. */
export const USER_METRICS = [
  ...["shows", "binge_views", "mean_completion_rate", "mean_engagement_score"] as const,
] as const;

/** Of a group of a breakdown. */
export const BREAKDOWN_METRICS = [
  ...["qualified_views", "watch_hours", "binge_views", "mean_completion_rate"] as const,
] as const;

/** What can be drawn over time or by hour of week. */
export const SERIES_METRICS = [
  ...["qualified_views", "watch_hours", "users", "binge_views"] as const,
  ...["mean_completion_rate", "mean_engagement_score"] as const,
] as const;
export type SeriesMetric = typeof SERIES_METRICS[number];

/** On the cards of the dashboard and of a show's page. */
export const CARD_METRICS = [
  ...["qualified_views", "watch_hours", "users"] as const,
  ...["mean_completion_rate", "binge_share", "mean_engagement_score"] as const,
  "median_duration_minutes",
] as const;
export type CardMetric = typeof CARD_METRICS[number];

type From<Id extends MetricId> = (typeof METRICS)[Id]["from"];

/** The type of a metric's value. */
export type MetricValue<Id extends MetricId> = From<Id>["kind"] extends "share" | "mean" | "median"
  ? number | null
  : number;

/** Metrics with their values, as JSON. */
export type FiguresOf<Id extends MetricId> = { readonly [Name in Id]: MetricValue<Name> };

/** The sums that metrics are made of. */
export type SumsOf<Id extends MetricId> = Pick<
  Counts,
  (Id extends MetricId ? From<Id>[keyof From<Id>] : never) & keyof Counts
>;

/** The values of metrics, in the order of their ids. */
export function figuresOf<Id extends MetricId>(
  ids: readonly Id[],
  sums: SumsOf<Id>,
): FiguresOf<Id> {
  const figures = ids.map((id) => [id, metricValue(id, sums as unknown as SumsOf<typeof id>)]);
  return Object.fromEntries(figures);
}

/** One metric's value. */
export function metricValue<Id extends MetricId>(id: Id, sums: SumsOf<Id>): MetricValue<Id> {
  return valueFrom(METRICS[id].from, sums as unknown as Counts) as MetricValue<Id>;
}

function valueFrom(from: FromSums, sums: Counts): number | null {
  switch (from.kind) {
    case "count":
      return sums[from.of];
    case "difference":
      return sums[from.of] - sums[from.less];
    case "hours":
      return hoursOf(sums[from.of]);
    case "share":
      return sums[from.among] === 0 ? null : sums[from.of] / sums[from.among];
    case "mean":
      return meanRateOf(sums[from.of], sums[from.over]);
    case "median":
      return medianBin(sums[from.of]);
  }
}

/** What stands over a column of a metric. */
export function headOf(id: MetricId): string {
  const { title, head = title }: Metric = METRICS[id];
  return head;
}

/** Whether its values lie between 0 and 1. */
export function isUpToOne(id: MetricId): boolean {
  return METRICS[id].unit === "share" || METRICS[id].unit === "score";
}

/** A card's figure, from an answer that has what cards show. */
export function cardFigure(
  id: CardMetric,
  answer: FiguresOf<Exclude<CardMetric, "binge_share"> | "binge_views">,
): number | null {
  return id === "binge_share" ? bingeShare(answer) : answer[id];
}

/** The share of views that lie in binges, from the answers that have both counts. */
export function bingeShare(
  { binge_views, qualified_views }: FiguresOf<"binge_views" | "qualified_views">,
): number | null {
  return metricValue("binge_share", { binge: binge_views, qualified: qualified_views });
}
