// Opens the log that the settings name, for writing or for reading.

import { existsSync } from "node:fs";
import { join } from "node:path";
import type { LogSettings } from "../domain/log_settings.ts";
import { EmbeddedLog } from "./embedded/embedded_log.ts";
import { databasePath, identityOf, openForReading } from "./embedded/log_database.ts";
import { LogView } from "./embedded/log_view.ts";
import { openEmbeddedConsumer } from "./embedded/embedded_consumer.ts";
import type { ConsumerOptions, CoveredOffset, LogAdmin, LogConsumer, LogProducer } from "./port.ts";

export type { LogSettings } from "../domain/log_settings.ts";

/** A log open for writing. */
export interface OpenLog {
  readonly kind: LogSettings["kind"];
  readonly traits: LogTraits;
  readonly producer: LogProducer;
  readonly admin: LogAdmin;
  /** Tells the embedded log from any other, also from one made later in the same folder; null with Kafka. */
  readonly id: string | null;
  /**
   * Removes records that are older than `ageMs` and lie below `covered`, from the embedded log; how many commits'
   * worth. The brokers of Kafka remove records by themselves.
   */
  retain(covered: readonly CoveredOffset[], ageMs: number): Promise<number>;
  close(): Promise<void>;
}

/** What a log does that another does not: whoever uses a log goes by its traits, whichever log it is. */
export interface LogTraits {
  /** Whether it may be out of reach for a while, so that it is waited for without holding up what goes on. */
  readonly mayBeAway: boolean;
  /** Whether it shares its partitions out among the members of a group. */
  readonly sharesPartitions: boolean;
  /** Whether it lies in the data folder, where one process writes to it and it can be checked while nobody does. */
  readonly liesInFolder: boolean;
}

/** The traits of the log that the settings name. */
export function traitsOf({ kind }: LogSettings): LogTraits {
  const isCluster = kind === "kafka";
  return { mayBeAway: isCluster, sharesPartitions: isCluster, liesInFolder: !isCluster };
}

/** For people: where records go. */
export function describeLog({ kind, dataPath }: LogSettings): string {
  return kind === "kafka" ? "Kafka" : `the log in ${dataPath}`;
}

/** The embedded log of a folder, whatever else is set. */
export function logInFolder(dataPath: string): LogSettings {
  return { kind: "embedded", dataPath };
}

/** Kafka's driver takes memory and time: who has the embedded log does not load it. */
const loadKafka = () => import("./kafka/open_kafka.ts");

/**
 * One line that says why the log cannot be reached, or read as a member of the group; null when it can, and for
 * the embedded log.
 */
export async function findLogTrouble(
  settings: LogSettings,
  options: { readonly asMember?: boolean } = {},
): Promise<string | null> {
  if (settings.kind === "embedded") return null;
  const { findTrouble } = await loadKafka();
  return await findTrouble(settings.kafka, options);
}

/** Whether that line tells of a log that is only away: it may come back by itself. */
export function isAway(trouble: string): boolean {
  return trouble.startsWith("Cannot reach");
}

/** The embedded log's folder. */
export function logPath(dataPath: string): string {
  return join(dataPath, "log");
}

/** The identity of the embedded log; null with Kafka, and where there is no log yet. */
export function logIdentity({ kind, dataPath }: LogSettings): string | null {
  const path = databasePath(logPath(dataPath));
  if (kind === "kafka" || !existsSync(path)) return null;
  const db = openForReading(path);
  try {
    return identityOf(db);
  } finally {
    db.close();
  }
}

/** What a worker may do beside reading and writing the data's folder, to consume this log. */
export function consumerPermissions({ kind }: LogSettings): Deno.PermissionOptionsObject {
  return kind === "embedded"
    ? { net: false, env: false }
    : { net: "inherit", env: "inherit", sys: "inherit" };
}

/**
 * Opens the log for writing. Kafka is not asked before it is needed.
 *
 * @throws {import("./errors.ts").LogLockedError} another process writes to it
 * @throws {import("./errors.ts").LogCorruptionError} acknowledged records are damaged
 */
export async function openLog(
  settings: LogSettings,
  onNotice?: (notice: string) => void,
): Promise<OpenLog> {
  const traits = traitsOf(settings);
  if (settings.kind === "kafka") {
    const { openKafka } = await loadKafka();
    const retain = () => Promise.resolve(0);
    return { kind: settings.kind, traits, id: null, ...openKafka(settings), retain };
  }
  const log = await EmbeddedLog.open(logPath(settings.dataPath), onNotice && { onNotice });
  return {
    kind: settings.kind,
    traits,
    id: log.id,
    producer: log,
    admin: log,
    retain: (covered, ageMs) => log.retain(covered, ageMs),
    close: () => log.close(),
  };
}

/** A log as a consumer without a service needs it. */
export interface LogBeside {
  /** Null where another process may append: a log in a folder belongs to that one. */
  readonly producer: LogProducer | null;
  readonly admin: Pick<LogAdmin, "offsets" | "partitionsOfGroup">;
  close(): Promise<void>;
}

/** Opens the log beside whoever writes to it; it must be there. */
export async function openBeside(settings: LogSettings): Promise<LogBeside> {
  if (settings.kind === "kafka") return await openLog(settings);
  const view = new LogView(databasePath(logPath(settings.dataPath)));
  return {
    producer: null,
    admin: { offsets: (topic) => Promise.try(() => view.offsets(topic)) },
    close: () => Promise.try(() => view.close()),
  };
}

/** Opens a consumer of the log; its topics must be there. */
export async function openConsumer(
  settings: LogSettings,
  options: ConsumerOptions & { readonly lookEveryMs?: number },
): Promise<LogConsumer> {
  if (settings.kind === "embedded") {
    return await openEmbeddedConsumer(logPath(settings.dataPath), options);
  }
  const { openConsumerOfKafka } = await loadKafka();
  return await openConsumerOfKafka(settings, options);
}
