// Opens the log that the settings name, for writing or for reading.

import { join } from "node:path";
import { EmbeddedLog } from "./log/embedded_log.ts";
import { openEmbeddedConsumer } from "./log/embedded_consumer.ts";
import type { ConsumerOptions, LogAdmin, LogConsumer, LogProducer } from "./log.ts";

/** Which log, and where. Plain data, so that it can be sent to a worker. */
export interface LogSettings {
  readonly kind: "embedded";
  /** The folder of everything that is kept. */
  readonly dataPath: string;
}

/** A log open for writing. */
export interface OpenLog {
  readonly kind: LogSettings["kind"];
  readonly producer: LogProducer;
  readonly admin: LogAdmin;
  /** Lets go what retention allows to; to be called now and then. */
  retain(): Promise<void>;
  close(): Promise<void>;
}

/** The embedded log's folder. */
export function logPath(dataPath: string): string {
  return join(dataPath, "log");
}

/** What a worker may do beside reading and writing the data's folder, to consume this log. */
export function consumerPermissions(_settings: LogSettings): Deno.PermissionOptionsObject {
  return { net: false, env: false };
}

/**
 * Opens the log for writing.
 *
 * @throws {import("./errors.ts").LogLockedError} another process writes to it
 * @throws {import("./errors.ts").LogCorruptionError} acknowledged records are damaged
 */
export async function openLog(settings: LogSettings): Promise<OpenLog> {
  const log = await EmbeddedLog.open(logPath(settings.dataPath));
  return {
    kind: settings.kind,
    producer: log,
    admin: log,
    retain: async () => void await log.retain(),
    close: () => log.close(),
  };
}

/** Opens a consumer of the log; its topics must be there. */
export async function openConsumer(
  settings: LogSettings,
  options: ConsumerOptions & { readonly lookEveryMs?: number },
): Promise<LogConsumer> {
  return await openEmbeddedConsumer(logPath(settings.dataPath), options);
}
