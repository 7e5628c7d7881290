// The service's own answers, as JSON: what was taken in, the log's topics and messages, files, runs.

import type { RefusedFile } from "./refused_file.ts";
import type { RunAnswer } from "./report.ts";
import type { Reason } from "./rule.ts";

/** What `POST /api/events` answers with 202, once the log is durable. */
export interface EventsAnswer {
  readonly topic: string;
  /** Rows that the body held; all of them are in the log. */
  readonly received: number;
  /** Rows that keep every rule as far as one row can tell; the ledger finds duplicates among them. */
  readonly valid: number;
  /** Rows that break a rule; they go into quarantine. */
  readonly quarantined: number;
  /** Where the rows lie: `first_offset` and the `records − 1` offsets after it. */
  readonly offsets: readonly {
    readonly partition: number;
    readonly first_offset: number;
    readonly records: number;
  }[];
  /** The rows that break a rule, by their place in the body from 0; at most 1,000. */
  readonly rows: readonly { readonly index: number; readonly reasons: readonly Reason[] }[];
}

/** What `POST /api/quarantine/replay` answers with 202. */
export interface ReplayAnswer {
  /** Ids that were appended to the log again. */
  readonly replayed: readonly number[];
  readonly offsets: EventsAnswer["offsets"];
  /** Rows that still break a rule: they stay in quarantine as they are. */
  readonly rows: readonly { readonly id: number; readonly reasons: readonly Reason[] }[];
}

/** One topic of the log. */
export interface TopicAnswer {
  readonly topic: string;
  /** Null when the log cannot tell. */
  readonly size_bytes: number | null;
  readonly retention_hours: number | null;
  /** At most: with Kafka offsets, of which some hold none (compacted, marks of transactions). */
  readonly records: number;
  /** Records of the topic that are not applied yet; with Kafka offsets. */
  readonly lag: number;
  readonly partitions: readonly {
    readonly partition: number;
    readonly first_offset: number;
    readonly end_offset: number;
    /** The next offset that the store will apply. */
    readonly applied_offset: number;
    readonly lag: number;
    /** Of the lag, what lies behind the beginning of an open transaction: it cannot be read before that ends. */
    readonly in_open_transaction: number;
  }[];
}

/** The log and who reads it. */
export interface TopicList {
  readonly log: "embedded" | "kafka";
  readonly consumer: {
    readonly name: string;
    readonly state: string;
    readonly restarts: number;
    readonly lag: number;
  };
  readonly topics: readonly TopicAnswer[];
}

/** One record as the log holds it. */
export interface MessageAnswer {
  readonly partition: number;
  readonly offset: number;
  readonly key: string;
  readonly ingested_at: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The record's text; base64 when `encoding` says so. */
  readonly value: string;
  readonly encoding: "base64" | null;
}

/** Records of a topic, in the order of ingest, then partition, then offset. */
export interface MessageList {
  readonly topic: string;
  readonly messages: readonly MessageAnswer[];
}

/** One Parquet file of the output. */
export interface FileAnswer {
  /** From the output folder, with forward slashes. */
  readonly path: string;
  readonly bytes: number;
  readonly modified_at: string;
  /** Where to get it, with range requests. */
  readonly href: string;
}

/** The Parquet files of the output. */
export interface FileList {
  readonly files: readonly FileAnswer[];
}

/** Runs of the ETL, newest first. */
export interface RunList {
  readonly runs: readonly RunAnswer[];
  readonly next_cursor: string | null;
  /** Files of the watched folder that were not taken in, newest first. */
  readonly refused_files: readonly RefusedFile[];
}
