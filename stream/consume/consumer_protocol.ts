// What the consumer's worker and the thread that minds it say to each other.

import type { RunReport } from "../../domain/report.ts";
import type { Thresholds } from "../../domain/scoring.ts";
import type { OwnedPartition } from "../../log/port.ts";
import type { LogSettings } from "../../log/open_log.ts";
import type { Applied } from "../../store/core/applied.ts";
import type { Blame } from "./blame_of.ts";
import type { ReaderSettings } from "./reader_protocol.ts";

/** What a consumer needs to know; plain data. */
export interface ConsumerSettings {
  readonly log: LogSettings;
  /** The folder of store and catalog; absolute, as a worker may not ask where it is. */
  readonly dataPath: string;
  readonly thresholds: Thresholds;
  /** From this ingest time on the thresholds' earliest date holds, where another one held before. */
  readonly startedMs: number;
  /** See EmbeddedConsumerOptions. */
  readonly lookEveryMs?: number;
  /** Records of the first transaction; fewer after a crash, to find the record it is due to. */
  readonly firstRecords?: number;
  /** Records to quarantine unread; see `placeOf()`. */
  readonly poisoned?: readonly string[];
  /**
   * Threads that read the log for the store, once there is more to read than its own thread should; none
   * when absent.
   */
  readonly readers?: number;
}

/** The next offset to apply, by partition. */
export interface Position {
  readonly topic: string;
  readonly partition: number;
  readonly nextOffset: number;
  /** The partition's end as last heard of. */
  readonly endOffset: number;
}

/** To the worker. */
export type ConsumerCommand =
  | { readonly kind: "start"; readonly settings: ConsumerSettings }
  | { readonly kind: "refresh" }
  | { readonly kind: "record run"; readonly id: number; readonly report: RunReport }
  /** The readers that it asked for are started; each has the other end of a port. */
  | { readonly kind: "readers"; readonly ports: readonly MessagePort[] }
  | { readonly kind: "stop" };

/** From the worker. */
export type ConsumerReport =
  /** The store is open and consuming begins. */
  | { readonly kind: "ready"; readonly positions: readonly Position[] }
  /** Readers are to be started, in place of any from before. */
  | { readonly kind: "readers wanted"; readonly readers: readonly ReaderSettings[] }
  /** Which partitions are this consumer's, of those that a group shares. */
  | { readonly kind: "assigned"; readonly owned: readonly OwnedPartition[] }
  /** The store's settings differ: everything is derived again; the old file stays meanwhile. */
  | { readonly kind: "rederiving" }
  /** Another file has the store's name: whoever reads it must open it again. */
  | { readonly kind: "switched" }
  | { readonly kind: "trying"; readonly place: string; readonly records: number }
  | {
    readonly kind: "applied";
    readonly applied: Applied;
    readonly positions: readonly Position[];
    readonly committedMs: number;
  }
  /** The store cannot write for now; null: it can again. */
  | { readonly kind: "waiting"; readonly reason: string | null }
  | { readonly kind: "gap"; readonly message: string }
  /** The log is not the one that the store has applied: nothing is read until somebody decides. */
  | { readonly kind: "blocked"; readonly reason: string }
  | { readonly kind: "run recorded"; readonly id: number; readonly error: string | null }
  | {
    readonly kind: "failed";
    readonly message: string;
    readonly stack: string;
    readonly blame: Blame;
  }
  | { readonly kind: "stopped" };
