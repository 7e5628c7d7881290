// What a thread that reads the log and the thread that keeps the store say to each other, through a port.

import type { Thresholds } from "../../domain/scoring.ts";
import type { OwnedPartition } from "../../log/port.ts";
import type { LogSettings } from "../../log/open_log.ts";
import type { EarliestDate } from "../../store/core/earliest_dates.ts";
import type { ReadBatch } from "../../store/core/read_batch.ts";
import type { Blame } from "./blame_of.ts";
import type { Trial } from "./crash_record.ts";
import type { MissingOffsets } from "../../store/port.ts";

/** What a reader needs to know; plain data. */
export interface ReaderSettings {
  readonly log: LogSettings;
  readonly thresholds: Thresholds;
  /** Which earliest date held when. */
  readonly earliestDates: readonly EarliestDate[];
  /** Its number among the readers of one store, from 0, and how many they are. */
  readonly index: number;
  readonly readers: number;
  /** Where the store is: the memory of its {@link import("./committed_positions.ts").CommittedPositions}. */
  readonly positions: SharedArrayBuffer;
  /** Records to quarantine unread; see `placeOf()`. */
  readonly poisoned: readonly string[];
  /** See EmbeddedConsumerOptions. */
  readonly lookEveryMs?: number;
}

/** Begins a reader; all else goes through the port. */
export interface StartReader {
  readonly settings: ReaderSettings;
  readonly port: MessagePort;
}

/** To the reader. */
export type ReaderCommand =
  /** So many records of those that it read are in the store, of so many bytes. */
  | { readonly kind: "applied"; readonly records: number; readonly sizeBytes: number }
  | { readonly kind: "stop" };

/** From the reader. */
export type ReaderReport =
  | { readonly kind: "read"; readonly batches: readonly ReadBatch[] }
  | { readonly kind: "assigned"; readonly owned: readonly OwnedPartition[] }
  | { readonly kind: "gap"; readonly missing: MissingOffsets }
  | {
    readonly kind: "failed";
    readonly message: string;
    readonly blame: Blame;
    /** The records that it failed on; null when it was not reading any. */
    readonly trial: Trial | null;
  }
  | { readonly kind: "stopped" };
