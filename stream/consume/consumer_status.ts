// What is known of the consumer from outside.

import type { OwnedPartition } from "../../log/port.ts";
import type { Position } from "./consumer_protocol.ts";
import type { RunReport } from "../../domain/report.ts";
import type { Applied } from "../../store/core/applied.ts";

/** A commit, as its listeners hear of it. */
export interface AppliedNews {
  readonly applied: Applied;
  /** When the worker committed it, by its clock. */
  readonly committedMs: number;
}

/** The running consumer. */
export interface ConsumerHandle {
  /** Resolves once the consumer reads for the first time; the store's file is there then. */
  readonly ready: Promise<void>;
  /** Calls `listener` after each commit, in order, until the function it gives is called. */
  onApplied(listener: (news: AppliedNews) => void): () => void;
  /** Calls `listener` when the consumer's state changes, until the function it gives is called. */
  onNews(listener: (news: ConsumerNews) => void): () => void;
  status(): ConsumerStatus;
  /** The next offset that the store will apply; null for a partition that it has nothing of. */
  positionOf(topic: string, partition: number): number | null;
  /** Reads `catalog.json` again; if it is another one, everything is derived again. */
  refreshCatalog(): void;
  /** Keeps a run's report in the store. */
  recordRun(report: RunReport): Promise<void>;
  /** Ends after the transaction under way. */
  stop(): Promise<void>;
}

/**
 * `waiting`: the store cannot write (a full disk), tried again; `rederiving`: other thresholds or another
 * catalog, the old answers stay; `restarting`: it crashed and is started again shortly;
 * `blocked`: the log is not the one that the store has applied.
 */
export type ConsumerState =
  | "starting"
  | "running"
  | "waiting"
  | "rederiving"
  | "restarting"
  | "blocked"
  | "stopped";

/** The consumer at this moment. */
export interface ConsumerStatus {
  readonly state: ConsumerState;
  /** Crashes since it was started. */
  readonly restarts: number;
  /** Why it waits or restarts; null while all is well. */
  readonly error: string | null;
  /** By partition; those that the store has nothing of are not there. */
  readonly positions: readonly Position[];
  /** The partitions that are this consumer's in its group; null when it shares with nobody, or before it knows. */
  readonly owned: readonly OwnedPartition[] | null;
  /** Whether it was given its share since it was last started; never where a log does not share. */
  readonly isMember: boolean;
  /** The store's number of commits; null before the first of this process. */
  readonly seq: number | null;
  /** When the last commit of this process was made; null before any. */
  readonly committedMs: number | null;
}

/** A change that people should hear of. */
export type ConsumerNews =
  | { readonly kind: "ready" }
  /** Its share of the group's partitions is this one. */
  | { readonly kind: "assigned"; readonly owned: readonly OwnedPartition[] }
  | { readonly kind: "waiting"; readonly reason: string }
  | { readonly kind: "recovered" }
  | { readonly kind: "blocked"; readonly reason: string }
  | { readonly kind: "rederiving" }
  /** The store's name is another file's: readers must open it again. */
  | { readonly kind: "switched" }
  /** Records were let go before they were read. */
  | { readonly kind: "gap"; readonly message: string }
  | { readonly kind: "crashed"; readonly error: string; readonly inMs: number }
  /** The record at this place brought it down again and again and is quarantined unread. */
  | { readonly kind: "poisoned"; readonly place: string }
  | { readonly kind: "stopped" };
