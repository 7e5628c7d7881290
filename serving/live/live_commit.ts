// What the live stream is told of a commit of the store, and what it starts from.

import type { ViewAnswer } from "../../domain/answers.ts";
import type { Ledger } from "../../domain/ledger.ts";
import type { LiveTotals } from "../../domain/live_message.ts";
import type { MinuteCount } from "../../store/port.ts";

/** One commit: totals after it, and what it changed. */
export interface LiveCommit {
  readonly seq: number;
  readonly ledger: Ledger;
  readonly totals: LiveTotals;
  /** Accepted by this commit; more than `latest` holds when it was large. */
  readonly acceptedViews: number;
  /** Up to 50 newest of them, newest first. */
  readonly latest: readonly ViewAnswer[];
  /** The users who were watching when it came: with a view that ended at most five minutes before. */
  readonly users: readonly string[];
  readonly minutes: readonly MinuteCount[];
  /** When the log took in the newest record, and when the commit was done. */
  readonly ingestTimeMs: number;
  readonly committedMs: number;
}

/** Everything up to now, to begin with. */
export interface LiveStart {
  readonly seq: number;
  readonly ledger: Ledger;
  readonly totals: LiveTotals;
  readonly latest: readonly ViewAnswer[];
  /** Of the last hour up to the newest view. */
  readonly minutes: readonly MinuteCount[];
  readonly sample: boolean;
}
