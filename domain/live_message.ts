// The messages of the live stream (`/live`, `/api/live`), as JSON.

import type { ViewAnswer } from "./answers.ts";
import type { Ledger } from "./ledger.ts";

/** Running totals over everything accepted. */
export interface LiveTotals {
  readonly accepted_views: number;
  readonly qualified_views: number;
  readonly watch_hours: number;
  readonly users: number;
  readonly shows: number;
  readonly binge_views: number;
}

/** What snapshot and delta have in common; values are those after commit number `seq`. */
export interface LiveState {
  /** The store's number of commits. */
  readonly seq: number;
  /** When the server sent it (ISO). */
  readonly sent_at: string;
  readonly ledger: Ledger & { readonly pending: number; readonly balanced: boolean };
  readonly totals: LiveTotals;
  /** Users with a view that came within the last 5 minutes, and ended at most 5 minutes before it came. */
  readonly active_users: number;
  /** Top shows of the last 24 hours of event time (counted back from the newest view), at most 10. */
  readonly top_shows: readonly {
    readonly show_name: string;
    readonly qualified_views: number;
    readonly watch_hours: number;
  }[];
  /** Milliseconds from the log's taking in to the commit of the newest record; null before any. */
  readonly commit_latency_ms: number | null;
  /** When the newest record was taken in (ISO); null before any. */
  readonly last_ingest_at: string | null;
}

/** Everything a page needs to begin. */
export interface LiveSnapshot extends LiveState {
  readonly kind: "snapshot";
  /** Up to 50 newest accepted views, newest first. */
  readonly latest_views: readonly ViewAnswer[];
  /** Views accepted per second of ingest over the last 15 minutes, oldest first. */
  readonly ingest_per_second: readonly { readonly at: string; readonly views: number }[];
  /** Qualified views by minute of event time, the last 60 minutes up to the newest view. */
  readonly views_per_minute: readonly {
    readonly start: string;
    readonly qualified_views: number;
  }[];
  /** Whether the views shown are generated sample data. */
  readonly sample: boolean;
}

/** What a page about now is made with, before it listens itself. */
export type LiveOpening = Omit<LiveSnapshot, "kind" | "ingest_per_second">;

/** What changed since the message before (`since` is its `seq`). */
export interface LiveDelta extends LiveState {
  readonly kind: "delta";
  readonly since: number;
  /** Views accepted since then, newest first, at most 50. */
  readonly latest_views: readonly ViewAnswer[];
  /** How many were accepted since then, also those that `latest_views` has no room for. */
  readonly accepted_views: number;
  /** Minutes of event time whose count changed: their new change (new − old) in qualified views. */
  readonly minutes: readonly { readonly start: string; readonly qualified_views: number }[];
}

/**
 * The pipeline's state changed (a worker crashed, the log is away …), not numbered. An `error` stands until
 * an `info` about the same: whoever comes meanwhile is told of it too.
 */
export interface LiveNotice {
  readonly kind: "notice";
  readonly level: "info" | "warning" | "error";
  readonly about: "log" | "consumer" | "store";
  readonly text: string;
  readonly at: string;
}

/** What is told while the log does not answer, and once it does again. */
export const LOG_AWAY =
  "Kafka does not answer: what is stored is shown, views sent now are refused";
/** How the sentence begins that tells of a log that is not the store's. */
export const LOG_IS_ANOTHER = "The log is not the one that the store has read";
export const LOG_BACK = "Kafka answers again";

/** Any message of the live stream. */
export type LiveMessage = LiveSnapshot | LiveDelta | LiveNotice;
