// What a run adds up to: figures and distributions with exact sums, merged part by part in any order.

import { forSparse, SPARSE_COLUMNS, type SparseColumn } from "../../domain/columns.ts";
import { COMPLETION_BINS, DURATION_BINS } from "../../domain/histogram.ts";

/** Figures of one show; times in integer milliseconds. */
export interface ShowTally {
  accepted: number;
  qualified: number;
  watchMs: number;
  binge: number;
  completed: number;
  /** Sum of completion rates in units of 10⁻⁷, exact up to 900 million views. */
  completionTenMillionths: number;
}

/** What a part of a run adds up to; it can be sent between threads and merged. */
export interface RunTally {
  accepted: number;
  qualified: number;
  binge: number;
  /** Qualified views whose runtime is known. */
  rated: number;
  firstMs: number;
  lastMs: number;
  minuteUnits: bigint;
  completionUnits: bigint;
  engagementUnits: bigint;
  /** Accepted views without a value. */
  readonly nulls: Record<SparseColumn, number>;
  /** By show code. */
  readonly shows: Map<number, ShowTally>;
  /** By day since 1970: qualified views, watched milliseconds. */
  readonly days: Map<number, [number, number]>;
  /** Watched milliseconds by hour of the week, from Monday 00:00 UTC. */
  readonly hoursOfWeek: Float64Array;
  readonly completionBins: Float64Array;
  /** Qualified views by whole minutes. */
  readonly durationBins: Float64Array;
}

/** The tally of nothing. */
export function emptyTally(): RunTally {
  return {
    accepted: 0,
    qualified: 0,
    binge: 0,
    rated: 0,
    firstMs: Infinity,
    lastMs: -Infinity,
    minuteUnits: 0n,
    completionUnits: 0n,
    engagementUnits: 0n,
    nulls: forSparse(() => 0),
    shows: new Map(),
    days: new Map(),
    hoursOfWeek: new Float64Array(7 * 24),
    completionBins: new Float64Array(COMPLETION_BINS),
    durationBins: new Float64Array(DURATION_BINS),
  };
}

/** Adds one tally to another. Addition is exact, so the order of the parts does not matter. */
export function mergeTally(into: RunTally, other: RunTally): void {
  into.accepted += other.accepted;
  into.qualified += other.qualified;
  into.binge += other.binge;
  into.rated += other.rated;
  into.firstMs = Math.min(into.firstMs, other.firstMs);
  into.lastMs = Math.max(into.lastMs, other.lastMs);
  into.minuteUnits += other.minuteUnits;
  into.completionUnits += other.completionUnits;
  into.engagementUnits += other.engagementUnits;
  for (const name of SPARSE_COLUMNS) into.nulls[name] += other.nulls[name];
  for (const [code, show] of other.shows) addShow(showTally(into, code), show);
  for (const [day, [views, watchMs]] of other.days) addToDay(into, day, views, watchMs);
  for (const bins of ["hoursOfWeek", "completionBins", "durationBins"] as const) {
    for (let i = 0; i < into[bins].length; i++) into[bins][i] += other[bins][i];
  }
}

/** The figures of a show, which begin with zeros. */
export function showTally(tally: RunTally, code: number): ShowTally {
  let show = tally.shows.get(code);
  if (show === undefined) tally.shows.set(code, show = emptyShow());
  return show;
}

/** Adds to the figures of a day, counted from 1970. */
export function addToDay(tally: RunTally, day: number, views: number, watchMs: number): void {
  const sums = tally.days.get(day);
  if (sums === undefined) tally.days.set(day, [views, watchMs]);
  else {
    sums[0] += views;
    sums[1] += watchMs;
  }
}

/** The figures of a show without views. */
export function emptyShow(): ShowTally {
  return {
    accepted: 0,
    qualified: 0,
    watchMs: 0,
    binge: 0,
    completed: 0,
    completionTenMillionths: 0,
  };
}

function addShow(into: ShowTally, other: ShowTally): void {
  for (const key of Object.keys(into) as (keyof ShowTally)[]) into[key] += other[key];
}
