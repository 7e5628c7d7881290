// What the service does beside answering, in one module that is loaded once the first page can be had:
// the ETL's runs, the sample, simulated viewing, a replay.

import type { ServiceConfig } from "../../config.ts";
import type { LogAdmin } from "../../log/port.ts";
import type { StoreQueries } from "../../store/port.ts";
import type { ConsumerHandle } from "../../stream/consume/consumer_status.ts";
import type { Telemetry } from "../../telemetry/telemetry.ts";
import type { RowReader } from "../ports.ts";
import { workInBackground } from "./background_work.ts";
import { PipelineRuns, type RunWatcher } from "./pipeline_runs.ts";
import type { RefusedFiles } from "./refused_files.ts";
import { type ReplayFiles, replayFiles } from "./replay_files.ts";
import type { ServiceLog } from "./service_log.ts";

/** What the work needs. */
export interface WorkOptions {
  readonly config: ServiceConfig;
  readonly log: ServiceLog;
  readonly consumer: ConsumerHandle;
  readonly readRow: RowReader;
  readonly telemetry: Telemetry;
  /** Whether nothing was ever taken in. */
  readonly isEmpty: Promise<boolean>;
  /** Whether sample data may be made and simulated. */
  readonly wantsSample: boolean;
  readonly replay: ReplayFiles | null;
  readonly onSample: () => void;
  readonly watcher: RunWatcher;
  readonly refusedFiles: RefusedFiles;
  /** Files whose rows are being sent. */
  readonly publishing: Set<string>;
  readonly admin: LogAdmin;
  readonly queries: () => StoreQueries | null;
  readonly signal: AbortSignal;
}

/** Works until the signal is given; what fails is told. */
export async function startWork(options: WorkOptions): Promise<void> {
  const { config, log, consumer, telemetry, replay, signal, watcher, publishing } = options;
  const { admin, queries } = options;
  const { thresholds } = config;
  const runs = new PipelineRuns({
    ...{ ...config, telemetry, producer: log, watcher, publishing },
    ...{ log: { producer: log, admin }, older: queries },
    refreshCatalog: () => Promise.resolve(consumer.refreshCatalog()),
    recordRun: (report) => consumer.recordRun(report),
  });
  const tell = (error: unknown) => telemetry.emit("service_failed", { error });
  const work = async () => {
    await workInBackground({ ...options, runs, isEmpty: await options.isEmpty });
  };
  const replayed = replay === null
    ? Promise.resolve()
    : replayFiles(replay, { log, thresholds, telemetry, signal });
  await Promise.all([work().catch(tell), replayed.catch(tell)]);
}
