// What the service does once its first page can be had: reading ahead, repairs, the sample, files, retention.

import { wait, within } from "../../clock/wait.ts";
import type { ServiceConfig } from "../../config.ts";
import type { Telemetry } from "../../telemetry/telemetry.ts";
import type { ApiPorts } from "../api/api_ports.ts";
import type { Pipeline } from "../compose.ts";
import type { RunWatcher } from "./pipeline_runs.ts";
import type { RefusedFiles } from "./refused_files.ts";
import type { ReplayFiles } from "./replay_files.ts";

/** What the work needs. */
export interface BackgroundParts {
  readonly config: ServiceConfig;
  readonly pipeline: Pipeline;
  readonly ports: ApiPorts;
  /** Whether nothing was ever taken in. */
  readonly isEmpty: Promise<boolean>;
  readonly imports: RunWatcher;
  readonly refusedFiles: RefusedFiles;
  /** Files whose rows are being sent. */
  readonly publishing: Set<string>;
  readonly telemetry: Telemetry;
  readonly sample: boolean;
  readonly replay: ReplayFiles | null;
  readonly signal: AbortSignal;
}

/** Answering the first page takes less, also over a million views. */
const FIRST_PAGE_MS = 600;
const LEAVE_WITHIN_MS = 2_000;

/** Begins once `ready` is; `done` resolves when all of it has ended, after the signal was given. */
export function startBackground(
  ready: Promise<unknown>,
  parts: BackgroundParts,
): { readonly done: () => Promise<void> } {
  const { pipeline, isEmpty, telemetry, signal } = parts;
  const quiet = ready.then(() => waitForFirstPage(isEmpty.catch(() => false), signal));
  quiet.then(() => pipeline.store.readAhead(), () => {}); // told by what else waits for it
  const repairing = quiet.then(() => signal.aborted ? null : startRepairs(parts));
  const tell = (error: unknown) => telemetry.emit("service_failed", { error });
  const work = quiet.then(() => signal.aborted ? undefined : doWork(parts)).catch(tell);
  const retaining = quiet.then(() => signal.aborted ? undefined : retain(parts)).catch(tell);
  const { mayBeAway } = pipeline.log.traits;
  return {
    done: async () => {
      // What waits for a log that is away ends with the process.
      await (mayBeAway ? within(LEAVE_WITHIN_MS, work, () => {}) : work);
      const repairs = await repairing.catch(() => null);
      if (!mayBeAway) await repairs?.done();
      await retaining;
    },
  };
}

async function startRepairs({ ports, pipeline: { consumer }, signal }: BackgroundParts) {
  const { AutoRepairs } = await import("./auto_repairs.ts");
  const repairs = new AutoRepairs(ports, signal);
  consumer.onApplied(({ applied }) => applied.quarantined.length > 0 && repairs.wake());
  repairs.wake();
  return repairs;
}

async function doWork(parts: BackgroundParts): Promise<void> {
  const { config, pipeline, ports: { readRow }, telemetry, isEmpty, signal } = parts;
  const { log, records, consumer, store } = pipeline;
  const { startWork } = await import("./start_work.ts");
  await startWork({
    ...{ config, log: records, consumer, readRow, telemetry, isEmpty, signal },
    ...{ wantsSample: parts.sample, replay: parts.replay, watcher: parts.imports },
    ...{ refusedFiles: parts.refusedFiles, publishing: parts.publishing },
    ...{ admin: log.admin, queries: () => store.queries },
    onSample: () => pipeline.setSample(true),
  });
}

async function retain({ config, pipeline, telemetry, signal }: BackgroundParts): Promise<void> {
  const { logRetentionDays: retentionDays, dataPath } = config;
  if (retentionDays === null) return;
  const { retainLog } = await import("./retain_log.ts");
  await retainLog({ log: pipeline.log, dataPath, retentionDays, telemetry, signal });
}

/**
 * Who starts a service waits for its first page: what may come later neither loads its code nor works
 * before that is answered, unless there is nothing to show yet.
 */
async function waitForFirstPage(isEmpty: Promise<boolean>, signal: AbortSignal): Promise<void> {
  const soon = wait(FIRST_PAGE_MS, signal);
  if (await Promise.race([isEmpty, soon.then(() => false)])) return;
  await soon;
}
