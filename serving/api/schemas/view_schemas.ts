// Schemas of totals, series, shows, users, sittings, heatmap and retention.

import { z } from "@hono/zod-openapi";
import {
  type Breakdown,
  BREAKDOWNS,
  type Distributions,
  type Heatmap,
  type Overview,
  type Retention,
  SERIES_GRAINS,
  type ShowDetail,
  type ShowList,
  type SittingList,
  type TimeSeries,
  type UserDetail,
  type UserList,
} from "../../../domain/answers.ts";
import { forDimensions } from "../../../domain/columns.ts";
import {
  BREAKDOWN_METRICS,
  OVERVIEW_METRICS,
  SERIES_METRICS,
  SHOW_METRICS,
  USER_METRICS,
} from "../../../domain/metrics.ts";
import { metricSchemas } from "./metric_schemas.ts";
import { sameAs } from "./same_as.ts";
import { count, hours, instant, instantOrNull, nextCursor, score, share } from "./value_schemas.ts";

/** `GET /api/overview`. */
export const overviewSchema = sameAs<Overview>()(
  z.object({
    ...metricSchemas(OVERVIEW_METRICS),
    first_watch_date: instantOrNull,
    last_watch_date: instantOrNull,
  }).openapi("Overview"),
);

/** `GET /api/breakdown`. */
export const breakdownSchema = sameAs<Breakdown>()(
  z.object({
    by: z.enum(BREAKDOWNS),
    groups: z.array(z.object({
      name: z.string().nullable().openapi({ description: "Null: those that name none." }),
      ...metricSchemas(BREAKDOWN_METRICS),
    })),
    others: count.openapi({ description: "Groups that the limit left out." }),
    qualified_views: count.openapi({ description: "Of all groups." }),
  }).openapi("Breakdown"),
);

/** `GET /api/timeseries`. */
export const timeSeriesSchema = sameAs<TimeSeries>()(
  z.object({
    metric: z.enum(SERIES_METRICS),
    grain: z.enum(SERIES_GRAINS),
    tz: z.string(),
    points: z.array(z.object({ start: instant, value: z.number().nullable() })),
  }).openapi("TimeSeries"),
);

const SHOW = {
  show_name: z.string(),
  genre: z.string().nullable(),
  ...metricSchemas(SHOW_METRICS),
};

/** `GET /api/shows`. */
export const showsSchema = sameAs<ShowList>()(
  z.object({
    shows: z.array(z.object({ ...SHOW, trend: z.array(count).optional() }).openapi("Show")),
    next_cursor: nextCursor,
  })
    .openapi("ShowList"),
);

const histogram = z.array(z.object({
  from: z.number(),
  to: z.number().nullable(),
  qualified_views: count,
}));

/** `GET /api/shows/{show_name}`. */
export const showSchema = sameAs<ShowDetail>()(
  z.object({
    ...SHOW,
    runtime_minutes: z.number().nullable(),
    runtime_inferred: z.boolean(),
    first_watch_date: instantOrNull,
    last_watch_date: instantOrNull,
    completion_bins: histogram,
    completion_curve: z.array(z.number()),
    duration_bins: histogram,
    episodes: z.array(z.object({
      ...{ episode: z.string(), qualified_views: count, watch_hours: hours, users: count },
    })),
    watched_with: z.array(z.object({ show_name: z.string(), shared_users: count })),
    users_by_week: z.array(z.object({
      ...{ week: z.string(), new_users: count, returning_users: count },
    })),
  }).openapi("ShowDetail"),
);

const USER = {
  user_id: z.string(),
  qualified_views: count,
  watch_hours: hours,
  last_watch_date: instantOrNull,
};

/** `GET /api/users`. */
export const usersSchema = sameAs<UserList>()(
  z.object({ users: z.array(z.object(USER).openapi("User")), next_cursor: nextCursor })
    .openapi("UserList"),
);

const view = z.object({
  user_id: z.string(),
  show_name: z.string(),
  episode: z.string().nullable().openapi({
    description:
      'Null when the input had no such column or key, "" when it was empty, as for a film.',
  }),
  ...forDimensions(() => z.string().nullable()),
  watch_date: instant,
  watch_duration_minutes: z.number(),
  completion_rate: share,
  is_binge_session: z.boolean(),
  engagement_score: score,
  sitting_start: instant,
}).openapi("View");

const sitting = z.object({
  user_id: z.string(),
  sitting_start: instant,
  sitting_end: instant,
  qualified_views: count,
  watch_hours: hours,
  binge_of: z.array(z.string()),
  view_count: count.openapi({ description: "All views of the sitting." }),
  views: z.array(view).openapi({ description: "The first 1,000 of them, by start." }),
}).openapi("Sitting");

/** `GET /api/users/{user_id}`. */
export const userSchema = sameAs<UserDetail>()(
  z.object({
    ...USER,
    first_watch_date: instantOrNull,
    ...metricSchemas(USER_METRICS),
    most_watched: z.array(z.object({
      show_name: z.string(),
      qualified_views: count,
      watch_hours: hours,
      last_watch_date: instant,
      time_completion: share,
    })),
    hours_of_week: z.array(z.array(z.number())),
    sittings: z.array(sitting),
    next_cursor: nextCursor,
  }).openapi("UserDetail"),
);

/** `GET /api/sittings`. */
export const sittingsSchema = sameAs<SittingList>()(
  z.object({ sittings: z.array(sitting), next_cursor: nextCursor }).openapi("SittingList"),
);

/** `GET /api/heatmap`. */
export const heatmapSchema = sameAs<Heatmap>()(
  z.object({
    metric: z.enum(SERIES_METRICS),
    tz: z.string(),
    rows: z.array(z.array(z.number().nullable())),
  }).openapi("Heatmap"),
);

/** `GET /api/distributions`. */
export const distributionsSchema = sameAs<Distributions>()(
  z.object({
    completion_bins: histogram,
    completion_curve: z.array(z.number()),
    duration_bins: histogram,
  }).openapi("Distributions"),
);

/** `GET /api/retention`. */
export const retentionSchema = sameAs<Retention>()(
  z.object({
    cohorts: z.array(z.object({
      week: z.string(),
      users: count,
      weeks: z.array(z.object({ users: count, share: z.number(), finished: z.boolean() })),
    })),
  }).openapi("Retention"),
);
