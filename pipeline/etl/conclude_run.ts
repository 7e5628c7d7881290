// The end of a run: figures, audit, report, and, if the audit passes, publication.

import { balances, type Ledger } from "../../domain/ledger.ts";
import type { DataContract } from "../../domain/contract.ts";
import { hoursOf } from "../../domain/fixed_sum.ts";
import { formatInstant } from "../../domain/instant.ts";
import type { RunProfile, RunReport, SkippedInput } from "../../domain/report.ts";
import { writeDurably } from "../../lake/disk/file_layer.ts";
import { followLink } from "../../lake/disk/follow_link.ts";
import { renderReportPage } from "../io/report_page.ts";
import type { QuarantineSink } from "../io/quarantine_sink.ts";
import type { Catalog } from "../transform/catalog.ts";
import { contractMetrics } from "../transform/contract_metrics.ts";
import { evaluateExpectations } from "../transform/evaluate_expectations.ts";
import { limitQuarantined } from "../transform/limit_quarantined.ts";
import { runFigures, runProfile } from "../transform/run_figures.ts";
import { textAt } from "../transform/scan/text_at.ts";
import type { TextTable } from "../transform/scan/sort_texts.ts";
import type { OpenedInputs } from "./open_inputs.ts";
import type { Manifest } from "../../lake/port.ts";
import { keepOutput } from "./keep_output.ts";
import { rejectedPaths } from "./rejected_paths.ts";
import type { RunFolder } from "../../lake/disk/publish/run_folder.ts";
import type { EtlSettings } from "./run_settings.ts";
import type { ScanTotals } from "./scan_inputs.ts";
import { verifyOutput } from "./verify_output.ts";
import type { OutputWriter } from "./write_output.ts";
import { READING_VERSION } from "../../domain/reading_version.ts";
import { SCORING_VERSION } from "../../domain/scoring.ts";
import { MINUTE_MS } from "../../domain/time.ts";

/** Everything that a run gathered. */
export interface GatheredRun {
  readonly settings: EtlSettings;
  readonly contract: DataContract;
  readonly catalog: Catalog | null;
  readonly inputs: OpenedInputs;
  readonly skipped: readonly SkippedInput[];
  readonly totals: ScanTotals;
  readonly quarantine: QuarantineSink;
  readonly writer: OutputWriter;
  readonly users: number;
  readonly showNames: TextTable;
  readonly folder: RunFolder;
  readonly runId: string;
  readonly startedMs: number;
}

/** What became of a run. */
export interface RunOutcome {
  readonly report: RunReport;
  readonly published: boolean;
  /** Where the report is. */
  readonly reportPath: string;
}

/** Audits and reports the run; publishes it only if every expectation of severity `error` is met. */
export async function concludeRun(run: GatheredRun): Promise<RunOutcome> {
  const { settings, inputs, totals, quarantine, writer, folder } = run;
  const { tally } = writer;
  const inputLines = inputs.describe(totals.rowsByInput);
  const parameters = runParameters(settings, run.catalog);
  const files = writer.finish({
    "playhead.run_id": run.runId,
    "playhead.inputs": JSON.stringify(inputLines.map(({ path, sha256 }) => ({ path, sha256 }))),
    "playhead.catalog_sha256": run.catalog?.sha256 ?? "",
    "playhead.parameters": JSON.stringify(parameters),
    "playhead.scoring_version": String(parameters.scoring_version),
  });
  const ledger: Ledger = {
    read: totals.read,
    accepted: tally.accepted,
    duplicate: totals.accepted - tally.accepted,
    quarantined: quarantine.rows,
    excluded: Object.values(totals.excluded).reduce((sum, count) => sum + count, 0),
  };
  const figures = runFigures(tally, run.users);
  const metrics = contractMetrics({
    ledger,
    figures,
    minuteUnits: tally.minuteUnits,
    ingestTimeMs: settings.nowMs,
    missingRequiredColumns: 0, // a header that lacks one was refused
    emptyCells: tally.nulls,
  });
  const contract = limitQuarantined(run.contract, settings.maxQuarantined);
  const verified = await verifyOutput(files, ledger.accepted);
  const kept = settings.allowEmpty ? null : await keepOutput(settings.outPath, ledger.accepted);
  const expectations = [
    ...evaluateExpectations(contract, metrics),
    verified,
    ...kept === null ? [] : [kept],
  ];
  const finishedMs = Date.now();
  const seconds = Math.max(1, finishedMs - run.startedMs) / 1_000;
  const report: RunReport = {
    run_id: run.runId,
    started_at: formatInstant(run.startedMs),
    finished_at: formatInstant(finishedMs),
    inputs: inputLines,
    skipped: run.skipped,
    ledger,
    reasons: quarantine.reasons(),
    excluded: totals.excluded,
    excluded_hours: Object.fromEntries(
      Object.entries(totals.excludedMinuteUnits).map(([id, units]) => [id, hoursOf(units)]),
    ),
    ...figures,
    output: {
      path: settings.outPath,
      rows: files.reduce((sum, { rows }) => sum + rows, 0),
      bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
      input_bytes: inputs.bytes,
    },
    expectations,
    seconds,
    rows_per_second: Math.round(ledger.read / seconds),
    parameters,
  };
  const profile: RunProfile = {
    ...runProfile(tally, (code) => textAt(run.showNames, code)),
    quarantine_examples: Object.fromEntries(quarantine.examples),
  };
  writeDurably(folder.file("report.json"), JSON.stringify(report, null, 2) + "\n", settings.files);
  writeDurably(folder.file("report.html"), await renderReportPage(report, profile), settings.files);
  const published = balances(ledger) &&
    expectations.every(({ passed, severity }) => passed || severity === "warning");
  await settings.lake.commit(published ? acceptedFiles(run) : rejectedFiles(run));
  const reportPath = published ? settings.reportPath : rejectedPaths(settings).report;
  return { report, published, reportPath };
}

function acceptedFiles({ settings, folder }: GatheredRun): Manifest {
  return {
    folder: folder.path,
    moves: [
      { from: folder.file("output"), to: followLink(settings.outPath) },
      { from: folder.file("report.json"), to: followLink(settings.reportPath) },
      { from: folder.file("report.html"), to: followLink(settings.pagePath) },
      { from: folder.file("quarantine.ndjson"), to: followLink(settings.quarantinePath) },
    ],
    removes: Object.values(rejectedPaths(settings)),
  };
}

/** A failed run leaves the published files alone; its own report and quarantine stand beside them. */
function rejectedFiles({ settings, folder }: GatheredRun): Manifest {
  const rejected = rejectedPaths(settings);
  return {
    folder: folder.path,
    moves: [
      { from: folder.file("report.json"), to: rejected.report },
      { from: folder.file("report.html"), to: rejected.page },
      { from: folder.file("quarantine.ndjson"), to: rejected.quarantine },
    ],
    removes: [],
  };
}

/** The parameters of a run by the names of their settings. */
function runParameters(
  settings: EtlSettings,
  catalog: Catalog | null,
): Record<string, string | number | boolean | null> {
  const { thresholds } = settings;
  return {
    scoring_version: SCORING_VERSION,
    reading_version: READING_VERSION,
    qualified_minutes: thresholds.qualifiedMinutes,
    sitting_gap_minutes: thresholds.sittingGapMs / MINUTE_MS,
    binge_episodes: thresholds.bingeEpisodes,
    completion_weight: thresholds.completionWeight,
    depth_weight: thresholds.depthWeight,
    earliest_watch_date: formatInstant(thresholds.earliestMs),
    future_tolerance_minutes: thresholds.futureToleranceMs / MINUTE_MS,
    runtime_min_views: thresholds.runtimeMinViews,
    runtime_percentile: thresholds.runtimePercentile,
    ingest_time: formatInstant(settings.nowMs),
    catalog: settings.catalogPath,
    catalog_sha256: catalog?.sha256 ?? null,
    partition_by: settings.partitionBy,
    compression: settings.compression,
    workers: settings.workers,
  };
}
