// The report of one ETL run: the JSON object that machines read, and the profile that the HTML page adds.

import type { MetricUnit, Severity } from "./contract.ts";
import type { Ledger } from "./ledger.ts";
import type { FiguresOf, LATER_METRICS, REPORT_METRICS } from "./metrics.ts";
import type { QuarantinedRow } from "./rule.ts";

/** One input of a run. `bytes` and `sha256` are of the file as it lies there (compressed if it is). */
export interface ReportInput {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly rows: number;
  /** What the input was read as, e.g. `csv`, `ndjson.gz`, `netflix`. */
  readonly format: string;
  /** Columns of the input that no rule or output uses. */
  readonly ignored_columns: readonly string[];
  /** Of a ZIP archive, the file in it that was read. */
  readonly member?: string;
}

/** A file of a folder or pattern that was not read. */
export interface SkippedInput {
  readonly path: string;
  /** Why, as the end of a sentence that begins with the file. */
  readonly reason: string;
}

/** One expectation of the data contract, as it came out. */
export interface ExpectationResult {
  readonly id: string;
  readonly description: string;
  /** The observed value; null when there was nothing to observe. */
  readonly observed: number | string | null;
  /** The limit as a person would write it, e.g. `≤ 0.2`. */
  readonly limit: string;
  readonly passed: boolean;
  /** `error` fails the audit, `warning` is shown only. */
  readonly severity: Severity;
  /** Unit of `observed` when it is a number. */
  readonly unit?: MetricUnit;
  /** Least allowed value, when the limit has one. */
  readonly at_least?: number;
  /** Greatest allowed value, when the limit has one. */
  readonly at_most?: number;
}

/** Whether a run may be published: no expectation of severity `error` failed. */
export function auditPassed(expectations: readonly ExpectationResult[]): boolean {
  return expectations.every((result) => result.passed || result.severity === "warning");
}

type LaterMetric = typeof LATER_METRICS[number];
type FirstMetric = Exclude<typeof REPORT_METRICS[number], LaterMetric>;

/** The figures of a run. Views, binges, means and unknown runtimes are over qualified views. */
export interface RunFigures extends FiguresOf<FirstMetric>, Partial<FiguresOf<LaterMetric>> {
  /** ISO instants; null without an accepted view. */
  readonly first_watch_date: string | null;
  readonly last_watch_date: string | null;
}

/** The report as JSON (`--json`, `OUT.report.json`). Keys are snake_case because they are API. */
export interface RunReport extends RunFigures {
  readonly run_id: string;
  readonly started_at: string;
  readonly finished_at: string;
  readonly inputs: readonly ReportInput[];
  /** Files of a folder or pattern that hold no views; absent in reports of before version 2. */
  readonly skipped?: readonly SkippedInput[];
  readonly ledger: Ledger;
  /** Quarantined rows by the first rule they broke. */
  readonly reasons: Readonly<Record<string, number>>;
  /** Excluded rows by reason. */
  readonly excluded: Readonly<Record<string, number>>;
  /** Their watch hours by reason; empty in reports of before they were counted. */
  readonly excluded_hours: Readonly<Record<string, number>>;
  readonly output: {
    readonly path: string;
    readonly rows: number;
    readonly bytes: number;
    readonly input_bytes: number;
  };
  readonly expectations: readonly ExpectationResult[];
  readonly seconds: number;
  readonly rows_per_second: number;
  /** All parameters of the run: thresholds, catalog hash, compression, scoring version … */
  readonly parameters: Readonly<Record<string, string | number | boolean | null>>;
}

/** A run as the API tells it: with what became of its rows since. */
export interface RunAnswer extends RunReport {
  /** When the rows of its inputs were removed; null while they count. */
  readonly removed_at: string | null;
  /** Whether its rows count still although they were read under older rules. */
  readonly older_rules: boolean;
}

/** Distributions for the HTML report. Views are qualified views; days and hours are UTC. */
export interface RunProfile {
  /** Sorted by day (`YYYY-MM-DD`), days without a view left out. */
  readonly days: readonly {
    readonly day: string;
    readonly qualified_views: number;
    readonly watch_hours: number;
  }[];
  /** 7 × 24 watch hours by the hour in which a view starts; row 0 is Monday. */
  readonly hours_of_week: readonly (readonly number[])[];
  /** By watch hours, at most 20. */
  readonly top_shows: readonly {
    readonly show_name: string;
    readonly qualified_views: number;
    readonly watch_hours: number;
    readonly mean_completion_rate: number | null;
    readonly binge_views: number;
  }[];
  /** 20 equal bins of completion_rate over [0, 1]; 1 falls into the last. */
  readonly completion_bins: readonly number[];
  /** Bins of the qualified views' duration: `[from, to)` minutes, the last one open (to = null). */
  readonly duration_bins: readonly {
    readonly from: number;
    readonly to: number | null;
    readonly qualified_views: number;
  }[];
  /** Up to 5 quarantined rows for each rule. */
  readonly quarantine_examples: Readonly<Record<string, readonly QuarantinedRow[]>>;
}
