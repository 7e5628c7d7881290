// The answers of the API, as JSON: what the store's queries give, the API sends and the pages read.

import { type Dimension, FILTER_COLUMNS } from "./columns.ts";
import type { Ledger } from "./ledger.ts";
import type {
  BREAKDOWN_METRICS,
  FiguresOf,
  OVERVIEW_METRICS,
  SeriesMetric,
  SHOW_METRICS,
  USER_METRICS,
} from "./metrics.ts";
import type { ExpectationResult } from "./report.ts";
import type { QuarantinedRow } from "./rule.ts";
import type { HistogramBin } from "./histogram.ts";

/** Figures over qualified views; `watch_hours`, `users`, `shows` and dates over all accepted views. */
export interface Overview extends FiguresOf<typeof OVERVIEW_METRICS[number]> {
  /** ISO instants; null without a view. */
  readonly first_watch_date: string | null;
  readonly last_watch_date: string | null;
}

/** The widths of a point. Days, weeks (from Monday) and months are cut in the asked-for zone. */
export const SERIES_GRAINS = [
  ...["minute", "quarter_hour", "hour", "day", "week", "month", "year", "decade"] as const,
] as const;
export type SeriesGrain = typeof SERIES_GRAINS[number];

/** Points in order of time, none left out; means are null where there is nothing to average. */
export interface TimeSeries {
  readonly metric: SeriesMetric;
  readonly grain: SeriesGrain;
  readonly tz: string;
  readonly points: readonly { readonly start: string; readonly value: number | null }[];
}

/** One show in a list. */
export interface ShowSummary extends FiguresOf<typeof SHOW_METRICS[number]> {
  readonly show_name: string;
  readonly genre: string | null;
}

/** One show in a list that may tell how it did over time. */
export interface ListedShow extends ShowSummary {
  /** Qualified views over time, from the range's start to its end; only when a grain was asked for. */
  readonly trend?: readonly number[] | undefined;
}

/** A page of shows; `next_cursor` is null on the last one. */
export interface ShowList {
  readonly shows: readonly ListedShow[];
  readonly next_cursor: string | null;
}

/** How completion and durations of qualified views are spread. */
export interface Distributions {
  /** 20 bins of completion_rate over [0, 1]. */
  readonly completion_bins: readonly HistogramBin[];
  /** Share of the views with a completion_rate that reached each twentieth: 21 numbers from 0 % to 100 %. */
  readonly completion_curve: readonly number[];
  /** Minutes. */
  readonly duration_bins: readonly HistogramBin[];
}

/** What views can be broken down by. */
export const BREAKDOWNS = ["show" as const, ...FILTER_COLUMNS];
export type BreakdownBy = typeof BREAKDOWNS[number];

/** Views by what they share; those that have no such text have the name null. */
export interface Breakdown {
  readonly by: BreakdownBy;
  /** Most qualified views first. */
  readonly groups: readonly (FiguresOf<typeof BREAKDOWN_METRICS[number]> & {
    readonly name: string | null;
  })[];
  /** Groups that the limit left out. */
  readonly others: number;
  /** Of all groups. */
  readonly qualified_views: number;
}

/** One show whole. */
export interface ShowDetail extends ShowSummary {
  readonly runtime_minutes: number | null;
  /** Whether the runtime was inferred from durations rather than given by the catalog. */
  readonly runtime_inferred: boolean;
  readonly first_watch_date: string | null;
  readonly last_watch_date: string | null;
  /** 20 bins of completion_rate over [0, 1]. */
  readonly completion_bins: readonly HistogramBin[];
  /** Share of the views with a completion_rate that reached each twentieth: 21 numbers from 0 % to 100 %. */
  readonly completion_curve: readonly number[];
  /** Minutes. */
  readonly duration_bins: readonly HistogramBin[];
  /** By qualified views, at most 100; empty when no view names its episode. */
  readonly episodes: readonly {
    readonly episode: string;
    readonly qualified_views: number;
    readonly watch_hours: number;
    readonly users: number;
  }[];
  /** Shows that share the most users with it, at most 10. */
  readonly watched_with: readonly { readonly show_name: string; readonly shared_users: number }[];
  /** Weeks (Monday, UTC) with its users who were seen first in that week and those who were back. */
  readonly users_by_week: readonly {
    readonly week: string;
    readonly new_users: number;
    readonly returning_users: number;
  }[];
}

/** One user in a list. */
export interface UserSummary {
  readonly user_id: string;
  readonly qualified_views: number;
  readonly watch_hours: number;
  readonly last_watch_date: string | null;
}

/** A page of users. */
export interface UserList {
  readonly users: readonly UserSummary[];
  readonly next_cursor: string | null;
}

/** One view as the API tells it: the Parquet's columns without `processed_at`. */
export interface ViewAnswer extends Readonly<Record<Dimension, string | null>> {
  readonly user_id: string;
  readonly show_name: string;
  /** Null when the input had no such column or key, "" when it was empty, as for a film. */
  readonly episode: string | null;
  readonly watch_date: string;
  readonly watch_duration_minutes: number;
  readonly completion_rate: number | null;
  readonly is_binge_session: boolean;
  readonly engagement_score: number | null;
  readonly sitting_start: string;
}

/** A user's views in a row. */
export interface SittingAnswer {
  readonly user_id: string;
  readonly sitting_start: string;
  readonly sitting_end: string;
  readonly qualified_views: number;
  readonly watch_hours: number;
  /** Shows that the sitting holds a binge of. */
  readonly binge_of: readonly string[];
  /** All views of the sitting; `views` lists the first {@link MAX_SITTING_VIEWS} of them. */
  readonly view_count: number;
  readonly views: readonly ViewAnswer[];
}

/** A device that never stops makes sittings of any length: an answer lists so many views of each. */
export const MAX_SITTING_VIEWS = 1_000;

/** One user whole; sittings newest first. */
export interface UserDetail extends UserSummary, FiguresOf<typeof USER_METRICS[number]> {
  readonly first_watch_date: string | null;
  readonly most_watched: readonly {
    readonly show_name: string;
    readonly qualified_views: number;
    readonly watch_hours: number;
    readonly last_watch_date: string;
    /** Time-based: minutes watched ÷ runtime of what was watched, at most 1; null without a runtime. */
    readonly time_completion: number | null;
  }[];
  /** 7 × 24 watch hours, Monday first, in the asked-for zone. */
  readonly hours_of_week: readonly (readonly number[])[];
  readonly sittings: readonly SittingAnswer[];
  readonly next_cursor: string | null;
}

/** Sittings that hold a binge, newest first. */
export interface SittingList {
  readonly sittings: readonly SittingAnswer[];
  readonly next_cursor: string | null;
}

/** 7 × 24 values by the hour of week in which a view starts; row 0 is Monday. */
export interface Heatmap {
  readonly metric: SeriesMetric;
  readonly tz: string;
  readonly rows: readonly (readonly (number | null)[])[];
}

/** Weekly cohorts by first qualified view (Monday weeks, UTC). */
export interface Retention {
  readonly cohorts: readonly {
    readonly week: string;
    readonly users: number;
    /** Week 0, 1, …: users of the cohort with a qualified view in exactly that week. */
    readonly weeks: readonly {
      readonly users: number;
      readonly share: number;
      readonly finished: boolean;
    }[];
  }[];
}

/** Offsets `[from, to)` of a partition that the log had no more when they were to be read. */
export interface MissingRange {
  readonly topic: string;
  readonly partition: number;
  readonly from: number;
  readonly to: number;
  readonly at: string;
}

/** The ledger of everything the store applied. */
export interface LedgerAnswer extends Ledger {
  /** Records in the log that are not applied yet. */
  readonly pending: number;
  /** Offsets that the log has no more and the store never saw; outside of the equation. */
  readonly missing: number;
  /** Which they are, newest first: `[from, to)` of a partition, and when that was noticed. */
  readonly missing_offsets: readonly MissingRange[];
  readonly balanced: boolean;
  readonly sources: readonly (Ledger & { readonly source: string; readonly balanced: boolean })[];
  /** Imports that were removed, newest first: their rows are counted nowhere above. */
  readonly removed: readonly RemovedSource[];
  /** Imports that count although older rules read them, and their rows. */
  readonly older_imports: readonly { readonly source: string; readonly rows: number }[];
}

/** A source whose rows were removed. */
export interface RemovedSource {
  readonly source: string;
  /** How many rows it had. */
  readonly rows: number;
  /** When, as an instant. */
  readonly at: string;
}

/** Quality of what was read lately and of the ETL's runs. */
export interface QualityAnswer {
  readonly ledger: Ledger & { readonly balanced: boolean };
  /** Quarantined rows by first rule. */
  readonly reasons: Readonly<Record<string, number>>;
  /** By hour of ingest (ISO), newest last, at most 168. */
  readonly hours: readonly (Ledger & {
    readonly start: string;
    readonly reasons: Readonly<Record<string, number>>;
  })[];
  /** Expectations of each run, newest last, at most 50. */
  readonly runs: readonly {
    readonly run_id: string;
    readonly started_at: string;
    readonly expectations: readonly ExpectationResult[];
  }[];
}

/** One row in quarantine. */
export interface QuarantineItem extends QuarantinedRow {
  readonly id: number;
  /** The same wherever and whenever the row is read; `id` is its number in this store. */
  readonly key: string;
  readonly rule: string;
  readonly ingested_at: string;
  /** `open`, or what became of it: `replayed`, `skipped`. */
  readonly status: string;
  /** The record that brought it back, repaired: `topic/partition@offset`. */
  readonly replayed_as: string | null;
  /** Why it was set aside for good. */
  readonly skip_reason: string | null;
}

/** The ledger by partition and by hour of ingest, of one source or of all. */
export interface LedgerHours {
  /** Null: all sources. */
  readonly source: string | null;
  readonly partitions: readonly (Ledger & { readonly partition: number })[];
  /** Hours in which anything was taken in, newest last, at most 168. */
  readonly hours: readonly (Ledger & {
    readonly start: string;
    /** Quarantined rows by first rule. */
    readonly reasons: Readonly<Record<string, number>>;
    /** Rows read by partition, in the order of `partitions`. */
    readonly read_by_partition: readonly number[];
  })[];
}

/** A page of the quarantine, newest first. */
export interface QuarantineList {
  readonly rows: readonly QuarantineItem[];
  /** Open rows by rule and source. */
  readonly groups: readonly {
    readonly rule: string;
    readonly source: string;
    readonly rows: number;
  }[];
  readonly next_cursor: string | null;
}
