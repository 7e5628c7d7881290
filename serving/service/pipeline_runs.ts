// Runs of the ETL within the service: Parquet, report and catalog out, and the rows through the log.

import { LakeCatalog } from "../../lake/catalog.ts";
import { DiskLake } from "../../lake/disk/disk_lake.ts";
import { DISK } from "../../lake/disk/file_layer.ts";
import { ownDisk } from "../../lake/disk/own_file.ts";
import { dirname } from "node:path";
import { AuditError, InputError, UsageError } from "../../domain/errors.ts";
import type { RunReport } from "../../domain/report.ts";
import type { Thresholds } from "../../domain/scoring.ts";
import { recoverOutputs } from "../../lake/disk/publish/recover_runs.ts";
import { followLink } from "../../lake/disk/follow_link.ts";
import { auditMessage, type PublishedRun, tryEtl } from "../../pipeline/etl.ts";
import { inTurns } from "../../clock/in_turns.ts";
import { readRows, type RowBatch, SMALL_BATCH_BYTES } from "../../pipeline/read_rows.ts";
import type { LogProducer } from "../../log/port.ts";
import { publishImport } from "../../stream/publish/publish_import.ts";
import { runCatalog } from "../../stream/publish/run_catalog.ts";
import type { Telemetry } from "../../telemetry/telemetry.ts";
import type { RetractLog } from "../../stream/publish/retract_source.ts";
import { findReplaced, type OlderStore, replaceOlder } from "./imports/replace_older.ts";
import { outputOf } from "./output_of.ts";

/** How the run of one file ended. */
export interface RunOutcome {
  readonly runId: string | null;
  /** Why nothing, or not all, was published; null when all was. */
  readonly problem: string | null;
  /** Whether somebody ended it. */
  readonly isStopped: boolean;
}

/** Somebody who follows the runs of some files. */
export interface RunWatcher {
  /** Ends the run of this file alone; undefined for a file that nobody follows. */
  signalOf(path: string): AbortSignal | undefined;
  /** So many rows of the file are durable. */
  sent(path: string, rows: number): void;
  ended(path: string, outcome: RunOutcome): void;
}

/** What runs need. */
export interface PipelineSettings {
  readonly dataPath: string;
  readonly rawDataPath: string;
  readonly processedDataPath: string;
  readonly catalogPath: string | null;
  readonly contractPath: string | null;
  readonly thresholds: Thresholds;
  readonly producer: LogProducer;
  readonly telemetry: Telemetry;
  /** Called with the catalog in place, before the first row is sent. */
  readonly refreshCatalog: () => Promise<void>;
  readonly recordRun: (report: RunReport) => Promise<void>;
  readonly watcher: RunWatcher;
  /** Files whose rows are being sent. */
  readonly publishing: Set<string>;
  readonly log: RetractLog;
  /** What the store says of imports of older rules; null until it is there. */
  readonly older: () => OlderStore | null;
}

/** Runs one file after the other. */
export class PipelineRuns {
  readonly #settings: PipelineSettings;

  constructor(settings: PipelineSettings) {
    this.#settings = settings;
    const folder = dirname(followLink(settings.processedDataPath));
    try {
      // A run that was killed while it published must not be shown half: the pages read its files.
      recoverOutputs(folder);
    } catch (error) {
      settings.telemetry.emit("etl_failed", { path: folder, error });
    }
  }

  /**
   * Runs a file and sends its rows; an outcome that breaks the contract, or an input's fault, is told.
   * Null when the service ends meanwhile.
   */
  async run(
    path: string,
    { signal, catalogPath, replaces }: {
      readonly signal: AbortSignal;
      readonly catalogPath?: string;
      /** Imports of older rules whose file it is. */
      readonly replaces?: readonly string[];
    },
  ): Promise<RunOutcome | null> {
    const { telemetry, thresholds, recordRun, watcher, publishing } = this.#settings;
    const own = watcher.signalOf(path);
    const either = own === undefined ? signal : AbortSignal.any([signal, own]);
    publishing.add(path);
    try {
      const { report, published, reportPath } = await tryEtl({
        inputs: [path],
        files: ownDisk(DISK),
        out: outputOf(path, this.#settings),
        contract: this.#settings.contractPath ?? undefined,
        catalog: catalogPath ?? this.#settings.catalogPath ?? undefined,
        ...{ thresholds, signal: either },
        afterPublished: (run) => this.#send(run, path, { signal: either, replaces }),
      });
      await recordRun(report);
      const { read, accepted, quarantined } = report.ledger;
      const problem = published ? null : auditMessage(report, reportPath);
      telemetry.emit("etl_finished", {
        outcome: published ? "published" : "audit_failed",
        ...{ path, read, accepted, quarantined, seconds: report.seconds },
        ...(problem === null ? {} : { detail: problem }),
      });
      return this.#end(path, { runId: report.run_id, problem, isStopped: false });
    } catch (error) {
      if (signal.aborted) return null;
      const isStopped = own?.aborted ?? false;
      const problem = error instanceof Error ? error.message : String(error);
      // Where people made a mistake, the line that tells it is enough.
      const isMistake = [UsageError, InputError, AuditError].some((kind) => error instanceof kind);
      if (!isStopped) telemetry.emit("etl_failed", { path, error: isMistake ? problem : error });
      return this.#end(path, { runId: null, problem, isStopped });
    } finally {
      publishing.delete(path);
    }
  }

  #end(path: string, outcome: RunOutcome): RunOutcome {
    this.#settings.watcher.ended(path, outcome);
    return outcome;
  }

  async #send(
    run: PublishedRun,
    path: string,
    { signal, replaces }: {
      readonly signal: AbortSignal;
      readonly replaces: readonly string[] | undefined;
    },
  ): Promise<void> {
    const { log, older } = this.#settings;
    const { dataPath, thresholds, producer, refreshCatalog, telemetry, watcher } = this.#settings;
    const batches = function* (): Generator<RowBatch> {
      const validation = { nowMs: run.nowMs, thresholds };
      for (const input of run.inputs) yield* readRows(input, validation, SMALL_BATCH_BYTES);
    };
    const replaced = await findReplaced(older(), { source: path, batches }, replaces);
    const known = runCatalog(run.catalog, run.inferredRuntimes, [path]);
    await new LakeCatalog(new DiskLake(dataPath)).merge(known);
    await refreshCatalog();
    await replaceOlder(log, replaced, { telemetry, by: path });
    const { events, quarantined } = await publishImport(producer, inTurns(batches()), {
      signal,
      onProgress: (sent) => watcher.sent(path, sent.events + sent.quarantined),
    });
    telemetry.emit("events_appended", { source: "file", records: events + quarantined });
  }
}
