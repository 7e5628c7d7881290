// The settings of the environment, parsed once. Nothing else reads environment variables.

import { parseEnv } from "node:util";
import { UsageError } from "./domain/errors.ts";
import { DEFAULT_THRESHOLDS, type Thresholds } from "./domain/scoring.ts";

/** Looks up a setting by its variable's name. */
export type Environment = (name: string) => string | undefined;

/** The process's environment, and behind it the file `.env` of the working folder. */
export function readEnvironment(): Environment {
  const fromFile = readDotEnv(".env");
  return (name) => Deno.env.get(name) ?? fromFile[name];
}

function readDotEnv(path: string): Record<string, string | undefined> {
  try {
    return parseEnv(Deno.readTextFileSync(path));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return {};
    throw new UsageError(`Cannot read ${path}: ${error instanceof Error ? error.message : error}`);
  }
}

/** Where the ETL reads and writes when its command line does not say. */
export const DEFAULT_PATHS = {
  RAW_DATA_PATH: "data/raw/watch_logs.csv",
  PROCESSED_DATA_PATH: "data/processed/processed_watch_data.parquet",
} as const;

/** A threshold's variable, the smallest value that makes sense, and what it sets. */
const THRESHOLD_SETTINGS: readonly (readonly [
  name: string,
  min: number,
  isWhole: boolean,
  set: (value: number) => Partial<Thresholds>,
])[] = [
  ["QUALIFIED_MINUTES", 0, false, (value) => ({ qualifiedMinutes: value })],
  ["SITTING_GAP_MINUTES", 0, false, (value) => ({ sittingGapMs: Math.round(value * 60_000) })],
  ["BINGE_EPISODES", 1, true, (value) => ({ bingeEpisodes: Math.min(value, 255) })],
  ["COMPLETION_WEIGHT", 0, false, (value) => ({ completionWeight: value })],
  ["DEPTH_WEIGHT", 0, false, (value) => ({ depthWeight: value })],
  [
    "FUTURE_TOLERANCE_MINUTES",
    0,
    false,
    (value) => ({ futureToleranceMs: Math.round(value * 60_000) }),
  ],
];

/** The thresholds, as the environment has them. @throws {UsageError} on a value that is none */
export function readThresholds(environment: Environment): Thresholds {
  let thresholds = DEFAULT_THRESHOLDS;
  for (const [name, min, isWhole, set] of THRESHOLD_SETTINGS) {
    const text = environment(name);
    if (text === undefined || text === "") continue;
    const value = Number(text);
    if (!(value >= min && value < 1e9) || (isWhole && !Number.isInteger(value))) {
      const wanted = isWhole ? "a whole number" : "a number";
      throw new UsageError(
        `Cannot parse ${name} as it must be ${wanted} from ${min} on: current value is "${text}"`,
      );
    }
    thresholds = { ...thresholds, ...set(value) };
  }
  return thresholds;
}
