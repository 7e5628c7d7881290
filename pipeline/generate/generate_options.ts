// What can be asked of the generator: the options, their defaults and their limits.

import { formatCount } from "../../domain/format.ts";
import { UsageError } from "../../domain/errors.ts";
import { parseInstant } from "../../domain/instant.ts";

/** Which broken rules the errors may show: `fields` leaves out what breaks a row's structure. */
export type ErrorKinds = "all" | "fields";

/** Options of the generator; each has a default. The same options give the same bytes on any day. */
export interface GenerateOptions {
  /** Data rows, errors and duplicates included. Default 100,000. */
  readonly rows?: number;
  /** Default one per 40 rows, at least 50. */
  readonly users?: number;
  /** Default 400. */
  readonly shows?: number;
  /** Length of the period in days. Default 180. */
  readonly days?: number;
  /** First day, `YYYY-MM-DD` UTC. By default the period ends with {@link LAST_DAY}. */
  readonly start?: string;
  /** Whole number; default 1. */
  readonly seed?: number;
  /** Share of the rows that break a rule. Default 0.01. */
  readonly errors?: number;
  /** Default `all`. */
  readonly errorKinds?: ErrorKinds;
  /** Share of the rows that repeat an earlier one. Default 0.01. */
  readonly duplicates?: number;
  /** Adds event_id, episode, device, country and genre. Default false. */
  readonly episodes?: boolean;
  /** Adds these and profile. Default false. */
  readonly profiles?: boolean;
  /** Default `csv`. */
  readonly format?: "csv" | "ndjson";
}

/** Options with nothing left open. */
export interface GeneratePlan extends Required<Omit<GenerateOptions, "start">> {
  /** Midnight UTC of the first day, in seconds since 1970. */
  readonly startSecond: number;
}

/** A fixed day, not today, so that one seed means one file whenever it is generated. */
export const LAST_DAY = "2026-10-31";

/** The defaults that depend on nothing. */
export const GENERATE_DEFAULTS = {
  rows: 100_000,
  shows: 400,
  days: 180,
  seed: 1,
  errors: 0.01,
  errorKinds: "all",
  duplicates: 0.01,
  episodes: false,
  profiles: false,
  format: "csv",
} as const;

const SECONDS_A_DAY = 86_400;
/** Seconds since 1970 are kept in 32 bits. */
const LATEST_SECOND = 2 ** 32 - 1;

/**
 * Fills in the defaults and checks the limits.
 *
 * @throws {UsageError} when a value is out of its limits; the text names the flag and the value.
 */
export function planGeneration(options: GenerateOptions): GeneratePlan {
  // A value given as undefined counts as not given.
  const given = Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  );
  const merged: Required<Omit<GenerateOptions, "users" | "start">> & GenerateOptions = {
    ...GENERATE_DEFAULTS,
    ...given,
  };
  const plan = {
    ...merged,
    episodes: merged.episodes || merged.profiles,
    users: merged.users ?? Math.max(50, Math.floor(merged.rows / 40)),
  };
  requireWhole("rows", plan.rows, 0, 4_000_000_000);
  requireWhole("users", plan.users, 1, 50_000_000);
  requireWhole("shows", plan.shows, 1, 50_000);
  requireWhole("days", plan.days, 1, 20_000);
  requireWhole("seed", plan.seed, 0, Number.MAX_SAFE_INTEGER);
  requireShare("errors", plan.errors, 1);
  // Each good row is repeated at most once, so no more than half of the rows can be repeats.
  requireShare("duplicates", plan.duplicates, (1 - plan.errors) / 2);
  return { ...plan, startSecond: firstSecond(plan.start, plan.days) };
}

function firstSecond(start: string | undefined, days: number): number {
  const first = start === undefined
    ? parseInstant(LAST_DAY) / 1000 - (days - 1) * SECONDS_A_DAY
    : /^\d{4}-\d\d-\d\d$/.test(start)
    ? parseInstant(start) / 1000
    : NaN;
  if (!(first >= 0 && first + days * SECONDS_A_DAY <= LATEST_SECOND)) {
    throw new UsageError(
      "Cannot generate as --start must be a day (YYYY-MM-DD) such that all --days lie from 1970 to " +
        `2106: current value is ${JSON.stringify(start ?? `${days} days`)}`,
    );
  }
  return first;
}

function requireWhole(flag: string, value: number, lowest: number, highest: number): void {
  if (Number.isInteger(value) && value >= lowest && value <= highest) return;
  const range = `${lowest} to ${formatCount(highest)}`;
  throw new UsageError(
    `Cannot generate as --${flag} must be a whole number from ${range}: current value is ${value}`,
  );
}

function requireShare(flag: string, value: number, highest: number): void {
  if (value >= 0 && value <= highest) return;
  throw new UsageError(
    `Cannot generate as --${flag} must be a share from 0 to ${highest}: current value is ${value}`,
  );
}
