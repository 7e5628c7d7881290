// `deno task etl --publish`: sends the rows of a published run through the log, and leaves its catalog.

import { join } from "node:path";
import { DiskLake } from "../lake/disk/disk_lake.ts";
import { LakeCatalog } from "../lake/catalog.ts";
import { AuditError, UsageError } from "../domain/errors.ts";
import type { ValidationContext } from "../pipeline/transform/validate_fields.ts";
import type { EtlProgress, PublishedRun } from "../pipeline/etl.ts";
import { readRows, type RowBatch } from "../pipeline/read_rows.ts";
import { LogError, LogLockedError } from "../log/errors.ts";
import { findLogTrouble, type LogSettings, type OpenLog, openLog } from "../log/open_log.ts";
import { publishImport } from "../stream/publish/publish_import.ts";
import type { Published } from "../stream/publish/publish_rows.ts";
import { findReplaced, replaceOlder } from "../serving/service/imports/replace_older.ts";
import { composeStore } from "../serving/compose.ts";
import { runCatalog } from "../stream/publish/run_catalog.ts";
import { createTopics } from "../log/topics.ts";
import type { Thresholds } from "../domain/scoring.ts";
import { storePath } from "../store/open_store.ts";

/** Where and how rows are published. */
export interface PublishSettings {
  readonly log: LogSettings;
  readonly dataPath: string;
  readonly partitions: number;
  readonly thresholds: Thresholds;
}

/** The log, open for the rows of a run. To be opened before the run, which takes long. */
export class RunPublisher {
  readonly #log: OpenLog;
  readonly #settings: PublishSettings;

  private constructor(log: OpenLog, settings: PublishSettings) {
    this.#log = log;
    this.#settings = settings;
  }

  /** @throws {UsageError} another process has the log: the service, most likely */
  static async open(settings: PublishSettings): Promise<RunPublisher> {
    const log = await openLog(settings.log).catch((error) => {
      if (!(error instanceof LogLockedError)) throw error;
      throw new UsageError(
        `${error.message}. While the service runs, give the file to it: put it into ` +
          `${join(settings.dataPath, "raw")}, or drop it on its page`,
        { cause: error },
      );
    });
    try {
      const trouble = await findLogTrouble(settings.log);
      if (trouble !== null) throw new UsageError(trouble);
      await createTopics(log.admin, settings.partitions);
    } catch (error) {
      await log.close();
      throw error;
    }
    return new RunPublisher(log, settings);
  }

  /** Leaves the run's catalog and appends its rows. */
  async publish(
    run: PublishedRun,
    { signal, onProgress }: {
      readonly signal: AbortSignal;
      readonly onProgress: (progress: EtlProgress) => void;
    },
  ): Promise<Published> {
    const { dataPath, thresholds } = this.#settings;
    const validation = { nowMs: run.nowMs, thresholds };
    const batches = function* (): Generator<RowBatch> {
      for (const input of run.inputs) yield* readRows(input, validation);
    };
    const replaced = await this.#findReplaced(run, validation);
    // First: whoever applies the rows has their runtimes already.
    const sources = run.inputs.map(({ path }) => path);
    const known = runCatalog(run.catalog, run.inferredRuntimes, sources);
    await new LakeCatalog(new DiskLake(dataPath)).merge(known);
    try {
      await replaceOlder(this.#log, replaced, { telemetry: null, by: run.runId });
      return await publishImport(this.#log.producer, batches(), {
        signal,
        onProgress: ({ events, quarantined }) => {
          const rows = events + quarantined;
          onProgress({ stage: "send", share: rows / Math.max(1, run.rows), rows });
        },
      });
    } catch (error) {
      if (!(error instanceof LogError)) throw error;
      throw new AuditError(
        `${error.message}. The output is written; run again to publish all rows: those that are ` +
          "in the log already count as duplicates",
        { cause: error },
      );
    }
  }

  /** Where this machine has the store, imports of older rules are known. @throws {InputError} */
  async #findReplaced(
    { inputs }: PublishedRun,
    validation: ValidationContext,
  ): Promise<string[]> {
    const { dataPath } = this.#settings, replaced: string[] = [];
    if (!isThere(storePath(dataPath))) return replaced;
    const view = composeStore(dataPath), store = view.open();
    try {
      for (const input of inputs) {
        const batches = () => readRows(input, validation);
        replaced.push(...await findReplaced(store, { source: input.path, batches }));
      }
    } finally {
      view.close();
    }
    return replaced;
  }

  /** Gives the log back. */
  async close(): Promise<void> {
    await this.#log.close();
  }
}

function isThere(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
