// Runs the ETL again as a report says it was run: the same inputs, the same parameters, the same output.

import { DISK } from "../../lake/disk/file_layer.ts";
import { ownDisk } from "../../lake/disk/own_file.ts";
import { InputError } from "../../domain/errors.ts";
import { FIRST_INSTANT_MS } from "../../domain/instant.ts";
import type { RunReport } from "../../domain/report.ts";
import { DEFAULT_THRESHOLDS, type Thresholds } from "../../domain/scoring.ts";
import { MINUTE_MS } from "../../domain/time.ts";
import type { EtlOptions } from "../../pipeline/etl.ts";
import { hashFile } from "../../lake/disk/hash_file.ts";
import type { RunAgain } from "../ports.ts";

/** What a run needs besides its report. */
export interface RunAgainSettings {
  readonly contractPath: string | null;
  readonly recordRun: (report: RunReport) => Promise<void>;
  readonly signal: AbortSignal;
}

/**
 * One run at a time. Its rows are not sent through the log again: the store has them. The contract is the
 * file's as it is now, so that a limit that was changed can be tried.
 */
export function createRunAgain({ contractPath, recordRun, signal }: RunAgainSettings): RunAgain {
  let isBusy = false;
  return async (report) => {
    if (isBusy) throw new InputError("Cannot run again as one run at a time may be under way");
    isBusy = true;
    try {
      await assertSameFiles(report);
      const { tryEtl } = await import("../../pipeline/etl.ts");
      const contract = contractPath ?? undefined;
      const outcome = await tryEtl({
        ...optionsOf(report),
        ...{ contract, signal, files: ownDisk(DISK) },
      });
      await recordRun(outcome.report);
      return outcome.report;
    } finally {
      isBusy = false;
    }
  };
}

/** The options that a report's parameters stand for. */
export function optionsOf({ inputs, output, parameters }: RunReport): EtlOptions {
  const number = (name: string, fallback: number) => {
    const value = parameters[name];
    return typeof value === "number" ? value : fallback;
  };
  const { catalog, partition_by, compression, ingest_time } = parameters;
  const thresholds: Thresholds = {
    qualifiedMinutes: number("qualified_minutes", DEFAULT_THRESHOLDS.qualifiedMinutes),
    sittingGapMs: number("sitting_gap_minutes", DEFAULT_THRESHOLDS.sittingGapMs / MINUTE_MS) *
      MINUTE_MS,
    bingeEpisodes: number("binge_episodes", DEFAULT_THRESHOLDS.bingeEpisodes),
    completionWeight: number("completion_weight", DEFAULT_THRESHOLDS.completionWeight),
    depthWeight: number("depth_weight", DEFAULT_THRESHOLDS.depthWeight),
    // Runs of before there was such a date took any.
    earliestMs: typeof parameters.earliest_watch_date === "string"
      ? Date.parse(parameters.earliest_watch_date)
      : FIRST_INSTANT_MS,
    futureToleranceMs:
      number("future_tolerance_minutes", DEFAULT_THRESHOLDS.futureToleranceMs / MINUTE_MS) *
      MINUTE_MS,
    runtimeMinViews: number("runtime_min_views", DEFAULT_THRESHOLDS.runtimeMinViews),
    runtimePercentile: number("runtime_percentile", DEFAULT_THRESHOLDS.runtimePercentile),
  };
  return {
    inputs: inputs.map(({ path }) => path),
    out: output.path,
    catalog: typeof catalog === "string" ? catalog : undefined,
    partitionBy: partition_by as EtlOptions["partitionBy"],
    compression: compression as EtlOptions["compression"],
    nowMs: Date.parse(String(ingest_time)),
    workers: number("workers", navigator.hardwareConcurrency),
    thresholds,
  };
}

/** @throws {InputError} an input or the catalog is gone, or is another file by now */
async function assertSameFiles({ inputs, parameters }: RunReport): Promise<void> {
  const files = inputs.map(({ path, sha256 }) => ({ path, sha256 }));
  const { catalog, catalog_sha256: sha256 } = parameters;
  if (typeof catalog === "string" && typeof sha256 === "string") {
    files.push({ path: catalog, sha256 });
  }
  for (const { path, sha256 } of files) {
    const found = await hashFile(path).catch(() => null);
    if (found === sha256) continue;
    throw new InputError(
      `Cannot run again as ${path} must be the file that the run read: ` +
        `${found === null ? "it cannot be read" : "it was changed since"}`,
    );
  }
}
