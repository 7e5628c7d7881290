// The ETL: viewing files in; audited Parquet, quarantine and report out.

import { isSystemError } from "../domain/disk_trouble.ts";
import { AuditError, InputError, UsageError } from "../domain/errors.ts";
import type { RunReport } from "../domain/report.ts";
import type { EtlRun } from "./etl/etl_run.ts";
import { keepInputsApart } from "./etl/keep_inputs_apart.ts";
import { expandInputs } from "./io/expand_inputs.ts";
import { type EtlOptions, etlSettings } from "./etl/run_settings.ts";
import type { EtlCalls } from "./workers/etl_protocol.ts";
import { WorkerPool } from "./workers/worker_pool.ts";

export type { EtlOptions, EtlProgress, PublishedRun } from "./etl/run_settings.ts";

/** A run's outcome. */
export interface EtlOutcome {
  readonly report: RunReport;
  /** Whether the output was published; if not, the old output is as it was. */
  readonly published: boolean;
  /** Where the report is: of a run that was not published, beside the old one. */
  readonly reportPath: string;
}

/**
 * Runs the ETL once and publishes its output if the audit passes.
 *
 * @throws {UsageError} when a setting, the catalog, the contract or the output's place is wrong
 * @throws {InputError} when an input cannot be read; nothing is written then
 * @throws {AuditError} when the output cannot be written (a full disk, say); the old one stays
 */
export async function tryEtl(options: EtlOptions): Promise<EtlOutcome> {
  const startedMs = Date.now();
  const settings = etlSettings(options, startedMs);
  // Before anything is written: inputs that are not there leave no trace.
  const named = await expandInputs(options.inputs, { onNotice: settings.onNotice });
  const files = keepInputsApart(named.files, settings);
  // The threads load their code while the rest of this one's is loaded.
  const pool = new WorkerPool<EtlCalls>(
    new URL("./workers/etl_worker.ts", import.meta.url),
    settings.workers,
    { InputError, UsageError },
  );
  let run: EtlRun | undefined;
  try {
    const { EtlRun } = await import("./etl/etl_run.ts");
    run = EtlRun.open(settings, startedMs, pool);
    return await Promise.race([run.execute(files, named.skipped), aborted(options.signal)]);
  } catch (error) {
    throw [UsageError, InputError, AuditError].some((kind) => error instanceof kind)
      ? error
      : asOutputError(error, options.out);
  } finally {
    pool.close();
    run?.close();
  }
}

/**
 * {@link tryEtl}, but an audit that fails is an error as well.
 *
 * @throws {AuditError} also when an expectation of severity `error` is not met
 */
export async function runEtl(options: EtlOptions): Promise<RunReport> {
  const { report, published, reportPath } = await tryEtl(options);
  if (!published) throw new AuditError(auditMessage(report, reportPath));
  return report;
}

/** One line that says which expectations failed, what they were held to, and where the report is. */
export function auditMessage(report: RunReport, reportPath?: string): string {
  const failed = report.expectations.filter(({ passed, severity }) =>
    !passed && severity === "error"
  );
  const list = failed.map(({ id, observed, limit }) =>
    `${id} ${observed === null ? "has no value" : `is ${observed}`}, must be ${limit}`
  );
  const place = reportPath === undefined ? "" : `; the report is ${reportPath}`;
  return `The audit failed, the old output stays: ${list.join("; ")}${place}`;
}

/** Never answers; fails with the signal's reason when it is given. */
function aborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.throwIfAborted();
    signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

function asOutputError(error: unknown, out: string): unknown {
  return isSystemError(error)
    ? new AuditError(
      `Cannot write ${out}, the old output stays: ${error.message}`,
      { cause: error },
    )
    : error;
}
