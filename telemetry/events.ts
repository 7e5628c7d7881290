// The events of the service by name: each one is a log line and, where it is counted, a counter.

import type { LogLevel } from "./logger.ts";

/** What an event does beside its log line. */
export interface EventSpec {
  readonly level: LogLevel;
  /** The counter that it adds to; labels are fields of the event. */
  readonly counter?: {
    readonly name: string;
    readonly help: string;
    readonly labels?: readonly string[];
    /** The field that holds how many; one when absent. */
    readonly amount?: string;
  };
}

/** Every event there is. Names are stable: alerts and searches use them. */
export const EVENTS = {
  service_listening: { level: "info" },
  service_ready: { level: "info" },
  service_stopping: { level: "info" },
  service_stopped: { level: "info" },
  service_failed: { level: "error" },
  listener_failed: { level: "error" },
  log_recovered: { level: "warning" },
  store_backed_up: { level: "info" },
  log_retained: { level: "info" },
  retention_failed: { level: "error" },
  log_mismatch: { level: "error" },
  log_taken_over: { level: "info" },
  log_away: { level: "warning" },
  log_back: { level: "info" },
  sample_made: { level: "info" },
  events_appended: {
    level: "debug",
    counter: {
      name: "playhead_events_received_total",
      help: "Records appended to the log by this process.",
      labels: ["source"],
      amount: "records",
    },
  },
  append_failed: {
    level: "error",
    counter: {
      name: "playhead_append_failures_total",
      help: "Appends that the log did not make durable.",
      labels: ["retriable"],
    },
  },
  request_refused: {
    level: "debug",
    counter: {
      name: "playhead_requests_refused_total",
      help: "Requests refused before they did anything, by reason.",
      labels: ["reason"],
    },
  },
  token_refused: {
    level: "warning",
    counter: {
      name: "playhead_tokens_refused_total",
      help: "Requests that came with a wrong token.",
    },
  },
  request_failed: {
    level: "error",
    counter: {
      name: "playhead_requests_failed_total",
      help: "Requests answered with a defect (500).",
    },
  },
  clock_jumped: {
    level: "warning",
    counter: { name: "playhead_clock_jumps_total", help: "Times that the machine's clock jumped." },
  },
  request_impeded: {
    level: "error",
    counter: {
      name: "playhead_requests_impeded_total",
      help: "Requests that the disk, or a damaged file, kept from being answered.",
    },
  },
  answer_not_kept: { level: "warning" },
  file_not_kept: { level: "warning" },
  file_damaged: {
    level: "error",
    counter: {
      name: "playhead_files_damaged_total",
      help: "Files of the service's own that were found damaged.",
    },
  },
  repair_stopped: { level: "warning" },
  consumer_restarted: {
    level: "warning",
    counter: {
      name: "playhead_consumer_restarts_total",
      help: "Times that the consumer's worker crashed and was started again.",
    },
  },
  consumer_lost: { level: "error" },
  rows_quarantined: {
    level: "warning",
    counter: {
      name: "playhead_rows_quarantined_total",
      help: "Rows quarantined since this process started, by first rule.",
      labels: ["rule"],
      amount: "rows",
    },
  },
  file_picked_up: {
    level: "info",
    counter: { name: "playhead_files_picked_up_total", help: "Files found in the watched folder." },
  },
  import_removed: {
    level: "warning",
    counter: { name: "playhead_imports_removed_total", help: "Imports that were taken back." },
  },
  import_replaced: {
    level: "warning",
    counter: {
      name: "playhead_imports_replaced_total",
      help: "Imports of older rules that gave way to the same views, read anew.",
    },
  },
  etl_finished: {
    level: "info",
    counter: {
      name: "playhead_etl_runs_total",
      help: "Runs of the ETL by outcome.",
      labels: ["outcome"],
    },
  },
  etl_failed: {
    level: "error",
    counter: {
      name: "playhead_etl_failures_total",
      help: "Runs of the ETL that failed before an audit.",
    },
  },
  replay_started: { level: "info" },
  replay_finished: { level: "info" },
  live_client_refused: {
    level: "warning",
    counter: {
      name: "playhead_live_refused_total",
      help: "Live connections refused, by reason.",
      labels: ["reason"],
    },
  },
  live_client_slow: {
    level: "info",
    counter: {
      name: "playhead_live_slow_total",
      help: "Times that a live client fell behind and had to begin anew.",
    },
  },
} as const satisfies Readonly<Record<string, EventSpec>>;

/** The name of an event. */
export type EventName = keyof typeof EVENTS;
