// What each metric means and how it is computed, in words for people.

/** A metric's name for people, and how it comes about. */
export interface MetricText {
  readonly title: string;
  readonly how: string;
}

/** By the name the API and the report use. */
export const METRICS = {
  qualified_views: {
    title: "Views",
    how:
      "Accepted views of at least 2 minutes (QUALIFIED_MINUTES). Shorter ones are kept, but do " +
      "not count as a view.",
  },
  watch_hours: {
    title: "Hours watched",
    how: "The minutes of all accepted views, also of short ones, divided by 60.",
  },
  users: { title: "Users", how: "Distinct users with an accepted view." },
  mean_completion_rate: {
    title: "Completion",
    how:
      "Mean over views whose runtime is known of min(1, minutes watched ÷ runtime). The runtime " +
      "is the catalog's, or the 95th percentile of a show's durations once it has 20 views.",
  },
  binge_share: {
    title: "Binge share",
    how:
      "Views in sittings with at least 3 distinct episodes of their show, among all views. A new " +
      "sitting starts when a view begins more than 30 minutes after the latest end before it.",
  },
  mean_engagement_score: {
    title: "Engagement",
    how: "Mean of 0.7 · completion + 0.3 · depth, where depth grows from 0 to 1 with the first " +
      "three episodes of a show in a sitting.",
  },
} as const satisfies Readonly<Record<string, MetricText>>;
