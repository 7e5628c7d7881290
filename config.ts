// The settings of the environment, parsed once. Nothing else reads environment variables.

import { parseEnv } from "node:util";
import { UsageError } from "./domain/errors.ts";
import {
  KAFKA_COMPRESSIONS,
  type KafkaSettings,
  type LogSettings,
  MAX_PARTITIONS,
  SASL_MECHANISMS,
} from "./domain/log_settings.ts";
import { parseSetting } from "./domain/parse_setting.ts";
import { DEFAULT_THRESHOLDS, type Thresholds } from "./domain/scoring.ts";
import type { Setting, SettingValue } from "./domain/setting.ts";
import { MINUTE_MS } from "./domain/time.ts";

/** Looks up a setting by its variable's name. */
export type Environment = (name: string) => string | undefined;

/** As telemetry/logger.ts has them. */
const LOG_LEVELS = ["debug", "info", "warning", "error"] as const;
const MINUTES_A_WEEK = 7 * 24 * 60;

/** Variables that a flag of the same meaning overrides: `parseFlags()` reads them with the flag. */
export const FLAG_SETTINGS = {
  PROCESSED_DATA_PATH: {
    kind: "text",
    default: "data/processed/processed_watch_data.parquet",
    help: "Parquet file, or folder for it; with --partition-by the folder of partitions",
  },
  CATALOG_PATH: { kind: "text", help: "runtimes: show_name,runtime_minutes[,genre][,episode]" },
  DATA_CONTRACT_PATH: {
    kind: "text",
    help: "data contract",
    defaultText: "contract.yaml of the project",
  },
  MAX_QUARANTINED: {
    kind: "share",
    help: "largest share of quarantined rows",
    defaultText: "the contract's, 0.2",
  },
  ETL_MEMORY: {
    kind: "bytes",
    help: "memory past which rows are kept on disk",
    defaultText: "half of the machine's",
  },
} as const satisfies Readonly<Record<string, Setting>>;

/** The input of the ETL and the output of the generator when none is named. */
export const PATH_SETTINGS = {
  RAW_DATA_PATH: {
    kind: "text",
    default: "data/raw/watch_logs.csv",
    help: "viewing events, when no file is named",
  },
} as const satisfies Readonly<Record<string, Setting>>;

/** The thresholds of the contract; their defaults are its numbers. */
export const THRESHOLD_SETTINGS = {
  QUALIFIED_MINUTES: {
    kind: "number",
    min: 0,
    max: 1440,
    default: DEFAULT_THRESHOLDS.qualifiedMinutes,
    help: "a view counts from this many minutes on",
  },
  SITTING_GAP_MINUTES: {
    kind: "number",
    min: 0,
    max: MINUTES_A_WEEK,
    default: DEFAULT_THRESHOLDS.sittingGapMs / MINUTE_MS,
    help: "a longer pause starts a new sitting",
  },
  BINGE_EPISODES: {
    kind: "integer",
    min: 1,
    max: 255, // episodes of a sitting are counted in a byte
    default: DEFAULT_THRESHOLDS.bingeEpisodes,
    help: "distinct episodes in a sitting that make a binge",
  },
  COMPLETION_WEIGHT: {
    kind: "share",
    default: DEFAULT_THRESHOLDS.completionWeight,
    help: "weight of completion in the engagement score",
  },
  DEPTH_WEIGHT: {
    kind: "share",
    default: DEFAULT_THRESHOLDS.depthWeight,
    help: "weight of depth in the engagement score",
  },
  EARLIEST_WATCH_DATE: {
    kind: "instant",
    default: DEFAULT_THRESHOLDS.earliestMs,
    defaultText: "1990-01-01",
    help: "views that started before are quarantined",
  },
  FUTURE_TOLERANCE_MINUTES: {
    kind: "number",
    min: 0,
    max: MINUTES_A_WEEK,
    default: DEFAULT_THRESHOLDS.futureToleranceMs / MINUTE_MS,
    help: "how far beyond the ingest time a view may start",
  },
} as const satisfies Readonly<Record<string, Setting>>;

/** What the stream keeps, and where. */
export const STREAM_SETTINGS = {
  PLAYHEAD_DATA: {
    kind: "text",
    default: "data",
    help: "folder of the log, the store and the catalog",
  },
  PARTITIONS: {
    kind: "integer",
    min: 1,
    max: MAX_PARTITIONS,
    default: 4,
    help: "partitions of topics when they are made",
  },
  KAFKA_BOOTSTRAP_SERVERS: {
    kind: "list",
    help: "host:port of Kafka's brokers; the embedded log when absent",
  },
  KAFKA_TOPIC_PREFIX: {
    kind: "text",
    default: "",
    help: "before the names of topics and groups",
  },
  KAFKA_REPLICATION: { kind: "integer", min: 1, default: 1, help: "copies of topics made here" },
  KAFKA_COMPRESSION: {
    kind: "choice",
    choices: KAFKA_COMPRESSIONS,
    default: "gzip",
    help: "of what is sent to Kafka",
  },
  KAFKA_TLS: {
    kind: "choice",
    choices: ["off", "on"],
    default: "off",
    help: "encrypted connections",
  },
  KAFKA_TLS_CA: { kind: "text", help: "file with the authority's certificate (PEM)" },
  KAFKA_SASL_MECHANISM: {
    kind: "choice",
    choices: ["none", ...SASL_MECHANISMS],
    default: "none",
    help: "how to sign in",
  },
  KAFKA_SASL_USERNAME: { kind: "text", help: "who signs in" },
  KAFKA_SASL_PASSWORD: { kind: "text", help: "their password" },
  SCHEMA_REGISTRY_URL: { kind: "text", help: "holds framed records against their JSON Schema" },
} as const satisfies Readonly<Record<string, Setting>>;

/** The settings of whoever keeps the store: the service and `deno task consume`. */
export const CONSUMER_SETTINGS = {
  CONSUMER_WORKERS: {
    kind: "integer",
    min: 1,
    max: 64,
    default: 1,
    help: "threads that read the log for the store; with Kafka each is a member of the group",
  },
} as const satisfies Readonly<Record<string, Setting>>;

/** What the stream needs to know. */
export interface StreamConfig {
  readonly dataPath: string;
  readonly partitions: number;
  readonly thresholds: Thresholds;
  readonly log: LogSettings;
}

/** Reads the settings of the stream; see {@link loadConfig}. */
export function loadStreamConfig(environment: Environment): StreamConfig {
  const { PLAYHEAD_DATA, PARTITIONS } = STREAM_SETTINGS;
  const dataPath = readSetting("PLAYHEAD_DATA", PLAYHEAD_DATA, environment);
  return {
    dataPath,
    partitions: readSetting("PARTITIONS", PARTITIONS, environment),
    thresholds: loadConfig(environment).thresholds,
    log: loadLogSettings(dataPath, environment),
  };
}

function loadLogSettings(dataPath: string, environment: Environment): LogSettings {
  const read = <Name extends keyof typeof STREAM_SETTINGS>(name: Name) =>
    readSetting(name, STREAM_SETTINGS[name], environment);
  const brokers = read("KAFKA_BOOTSTRAP_SERVERS");
  if (brokers === undefined || brokers.length === 0) return { kind: "embedded", dataPath };
  const mechanism = read("KAFKA_SASL_MECHANISM") as
    | NonNullable<KafkaSettings["sasl"]>["mechanism"]
    | "none";
  const authority = read("KAFKA_TLS_CA");
  return {
    kind: "kafka",
    dataPath,
    kafka: {
      brokers,
      compression: read("KAFKA_COMPRESSION") as KafkaSettings["compression"],
      topicPrefix: read("KAFKA_TOPIC_PREFIX"),
      replication: read("KAFKA_REPLICATION"),
      tls: read("KAFKA_TLS") === "on",
      tlsAuthority: authority === undefined ? null : Deno.readTextFileSync(authority),
      sasl: mechanism === "none" ? null : {
        mechanism,
        username: read("KAFKA_SASL_USERNAME") ?? "",
        password: read("KAFKA_SASL_PASSWORD") ?? "",
      },
      schemaRegistry: checkRegistry(read("SCHEMA_REGISTRY_URL")),
    },
  };
}

function checkRegistry(url: string | undefined): string | null {
  if (url === undefined) return null;
  if (/^https?:$/.test(URL.parse(url)?.protocol ?? "")) return url;
  // What was given may hold a password.
  throw new UsageError(
    "Cannot read SCHEMA_REGISTRY_URL as it must be an address: it does not begin with http:// or https://",
  );
}

/** The settings of the service, `deno task start`. */
export const SERVICE_SETTINGS = {
  PORT: { kind: "integer", min: 0, max: 65_535, default: 8000, help: "where the service listens" },
  HOST: {
    kind: "text",
    default: "127.0.0.1",
    help: "address to listen on; beyond loopback nobody writes without PLAYHEAD_TOKEN",
  },
  PLAYHEAD_TOKEN: { kind: "text", help: "token that writing needs, wherever it comes from" },
  CORS_ORIGINS: { kind: "list", help: "other origins whose pages may ask and write; * for any" },
  MAX_LAG: {
    kind: "integer",
    min: 1,
    default: 1_000_000,
    help: "records not yet applied from which on events are refused for a while",
  },
  LOG_RETENTION_DAYS: {
    kind: "number",
    min: 0,
    help:
      "days after which the embedded log removes what a verified backup of the store has; never when absent",
  },
  MAX_LIVE_CLIENTS: { kind: "integer", min: 1, default: 5_000, help: "listeners at a time" },
  LOG_FORMAT: {
    kind: "choice",
    choices: ["auto", "json", "text"],
    default: "auto",
    help: "of log lines; auto is text in a terminal, else JSON",
  },
  LOG_LEVEL: {
    kind: "choice",
    choices: LOG_LEVELS,
    default: "info",
    help: "lines below it are left out",
  },
} as const satisfies Readonly<Record<string, Setting>>;

/** The settings of the service, read. */
export interface ServiceConfig extends Config, StreamConfig {
  readonly port: number;
  readonly host: string;
  readonly processedDataPath: string;
  readonly catalogPath: string | null;
  /** Null for the project's own. */
  readonly contractPath: string | null;
  readonly token: string | null;
  readonly corsOrigins: readonly string[];
  readonly maxLagRecords: number;
  readonly maxLiveClients: number;
  /** Null: the log is kept. */
  readonly logRetentionDays: number | null;
  /** Threads that read the log for the store. */
  readonly workers: number;
  readonly logFormat: "auto" | "json" | "text";
  readonly logLevel: typeof LOG_LEVELS[number];
}

/** The settings that no flag overrides. */
export interface Config {
  readonly rawDataPath: string;
  readonly thresholds: Thresholds;
}

/**
 * Reads the settings; an empty variable counts as not set.
 *
 * @throws {UsageError} `Cannot parse BINGE_EPISODES as it must be a whole number from 1 to 255: …`
 */
export function loadConfig(environment: Environment): Config {
  const minutes = (name: "SITTING_GAP_MINUTES" | "FUTURE_TOLERANCE_MINUTES") =>
    Math.round(readSetting(name, THRESHOLD_SETTINGS[name], environment) * MINUTE_MS);
  const threshold = (name: keyof typeof THRESHOLD_SETTINGS) =>
    readSetting(name, THRESHOLD_SETTINGS[name], environment);
  return {
    rawDataPath: readSetting("RAW_DATA_PATH", PATH_SETTINGS.RAW_DATA_PATH, environment),
    thresholds: {
      ...DEFAULT_THRESHOLDS,
      qualifiedMinutes: threshold("QUALIFIED_MINUTES"),
      sittingGapMs: minutes("SITTING_GAP_MINUTES"),
      bingeEpisodes: threshold("BINGE_EPISODES"),
      completionWeight: threshold("COMPLETION_WEIGHT"),
      depthWeight: threshold("DEPTH_WEIGHT"),
      earliestMs: threshold("EARLIEST_WATCH_DATE"),
      futureToleranceMs: minutes("FUTURE_TOLERANCE_MINUTES"),
    },
  };
}

/**
 * Reads the settings of the service. Raw and processed files lie in its folder unless they are set.
 *
 * @throws {UsageError} a setting is not what it must be
 */
export function loadServiceConfig(environment: Environment): ServiceConfig {
  const read = <N extends keyof typeof SERVICE_SETTINGS>(name: N) =>
    readSetting(name, SERVICE_SETTINGS[name], environment);
  const stream = loadStreamConfig(environment);
  const within = (path: string) => stream.dataPath + path.slice("data".length);
  const { RAW_DATA_PATH } = PATH_SETTINGS, { PROCESSED_DATA_PATH, CATALOG_PATH } = FLAG_SETTINGS;
  return {
    ...stream,
    workers: readSetting("CONSUMER_WORKERS", CONSUMER_SETTINGS.CONSUMER_WORKERS, environment),
    rawDataPath: environment("RAW_DATA_PATH") || within(RAW_DATA_PATH.default),
    processedDataPath: environment("PROCESSED_DATA_PATH") || within(PROCESSED_DATA_PATH.default),
    catalogPath: readSetting("CATALOG_PATH", CATALOG_PATH, environment) ?? null,
    contractPath: environment("DATA_CONTRACT_PATH") || null,
    port: read("PORT"),
    host: read("HOST"),
    token: read("PLAYHEAD_TOKEN") ?? null,
    corsOrigins: read("CORS_ORIGINS") ?? [],
    maxLagRecords: read("MAX_LAG"),
    maxLiveClients: read("MAX_LIVE_CLIENTS"),
    logRetentionDays: read("LOG_RETENTION_DAYS") ?? null,
    logFormat: read("LOG_FORMAT") as ServiceConfig["logFormat"],
    logLevel: read("LOG_LEVEL") as ServiceConfig["logLevel"],
  };
}

function readSetting<S extends Setting>(
  name: string,
  setting: S,
  environment: Environment,
): SettingValue<S> {
  const text = environment(name);
  const fallback = "default" in setting ? setting.default : undefined;
  const value = text === undefined || text === "" ? fallback : parseSetting(name, setting, text);
  return value as SettingValue<S>; // parseSetting gives what the setting's kind says
}

/** The process's environment, and behind it the file `.env` of the working folder. */
export function readEnvironment(): Environment {
  const fromFile = readDotEnv(".env");
  return (name) => Deno.env.get(name) ?? fromFile[name];
}

function readDotEnv(path: string): Readonly<Record<string, string | undefined>> {
  try {
    return parseEnv(Deno.readTextFileSync(path));
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) return {};
    if (!(cause instanceof Error)) throw cause;
    throw new UsageError(
      `Cannot read ${path} as it must be a text file of NAME=value lines: ${cause.message}`,
      { cause },
    );
  }
}
