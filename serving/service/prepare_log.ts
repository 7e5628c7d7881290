// Opens the service's log and makes its topics; a cluster that is away is not waited for.

import { within } from "../../clock/wait.ts";
import type { ServiceConfig } from "../../config.ts";
import { UsageError } from "../../domain/errors.ts";
import { LogAccessError, LogTopicError } from "../../log/errors.ts";
import {
  findLogTrouble,
  isAway,
  type LogSettings,
  type OpenLog,
  openLog,
} from "../../log/open_log.ts";
import { createTopics, PIPELINE_TOPICS } from "../../log/topics.ts";
import type { Telemetry } from "../../telemetry/telemetry.ts";

/** A cluster that answers makes its topics faster; one that went away again is waited for behind the pages. */
const TOPICS_WITHIN_MS = 10_000;

/** The log, and whether it holds nothing: known once its topics are there. */
export interface PreparedLog {
  readonly log: OpenLog;
  readonly isEmpty: Promise<boolean>;
}

/** @throws {UsageError} what a person has to change first */
export async function prepareLog(
  { log: settings, partitions }: Pick<ServiceConfig, "log" | "partitions">,
  telemetry: Telemetry,
): Promise<PreparedLog> {
  const log = await openLog(settings, (detail) => telemetry.emit("log_taken_over", { detail }));
  // What is stored is served meanwhile.
  const isThere = await isLogThere(settings);
  const isEmpty = prepareTopics(log, partitions);
  isEmpty.catch(() => {}); // told by the work that waits for it
  if (!log.traits.mayBeAway) await isEmpty;
  else if (isThere) await within(TOPICS_WITHIN_MS, orUsageError(isEmpty), () => {});
  return { log, isEmpty };
}

/**
 * Whether the log can be used at once. What a person has to change first is told before anything begins.
 *
 * @throws {UsageError} the cluster lets nobody in with these settings
 */
async function isLogThere(settings: LogSettings): Promise<boolean> {
  const trouble = await findLogTrouble(settings, { asMember: true });
  if (trouble !== null && !isAway(trouble)) throw new UsageError(trouble);
  return trouble === null;
}

/** Topics that cannot be made are for a person to change; what else fails may pass. */
async function orUsageError(preparing: Promise<unknown>): Promise<void> {
  await preparing.catch((error) => {
    if (!(error instanceof LogTopicError || error instanceof LogAccessError)) return;
    throw new UsageError(error.message, { cause: error });
  });
}

/** Makes the topics; whether they hold nothing. */
async function prepareTopics({ admin }: OpenLog, partitions: number): Promise<boolean> {
  await createTopics(admin, partitions);
  const offsets = await Promise.all(PIPELINE_TOPICS.map((topic) => admin.offsets(topic)));
  return offsets.flat().every(({ endOffset }) => endOffset === 0);
}
