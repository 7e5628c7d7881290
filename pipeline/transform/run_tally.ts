// Adds up the figures and distributions of a run, part by part and in any order, with exact sums.

import { endMs } from "../../domain/view.ts";
import { FixedSum, minuteUnits, rateUnits } from "../../domain/fixed_sum.ts";

const DAY_MS = 86_400_000, HOUR_MS = 3_600_000;
/** 1970-01-01 was a Thursday; weeks are shown from Monday. */
const HOURS_FROM_MONDAY_TO_EPOCH = 3 * 24;

/** Equal bins of completion_rate over [0, 1]. */
export const COMPLETION_BINS = 20;
/** Lower borders, in minutes, of the bins of qualified views' durations; the last bin is open. */
export const DURATION_BORDERS = [2, 5, 10, 15, 20, 25, 30, 40, 50, 60, 75, 90, 120, 150, 180, 240];

/** Enriched rows in columns; NaN stands for null. */
export interface TalliedRows {
  readonly rows: number;
  readonly showCodes: Uint32Array;
  readonly watchMinutes: Float64Array;
  readonly startMs: Float64Array;
  readonly completionRates: Float64Array;
  readonly isBinge: Uint8Array;
  readonly engagementScores: Float64Array;
  readonly deviceCodes: Uint32Array | null;
  readonly countryCodes: Uint32Array | null;
  readonly episodeCodes: Uint32Array | null;
}

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
  readonly nulls: { device: number; country: number; episode: number };
  /** By show code. */
  readonly shows: Map<number, ShowTally>;
  /** By day since 1970: qualified views, watched milliseconds. */
  readonly days: Map<number, [number, number]>;
  /** Watched milliseconds by hour of the week, from Monday 00:00 UTC. */
  readonly hoursOfWeek: Float64Array;
  readonly completionBins: Float64Array;
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
    nulls: { device: 0, country: 0, episode: 0 },
    shows: new Map(),
    days: new Map(),
    hoursOfWeek: new Float64Array(7 * 24),
    completionBins: new Float64Array(COMPLETION_BINS),
    durationBins: new Float64Array(DURATION_BORDERS.length),
  };
}

/** Adds rows to a tally. */
export function tallyRows(tally: RunTally, rows: TalliedRows, qualifiedMinutes: number): void {
  const { completionRates, engagementScores, watchMinutes, startMs, showCodes, isBinge } = rows;
  const minutes = new FixedSum(), completion = new FixedSum(), engagement = new FixedSum();
  let dayNumber = NaN, day: [number, number] = [0, 0];
  let showCode = -1, show = undefined as ShowTally | undefined;
  for (let i = 0; i < rows.rows; i++) {
    const instantMs = startMs[i];
    const watchMs = endMs(0, watchMinutes[i]);
    minutes.add(minuteUnits(watchMinutes[i]));
    if (instantMs < tally.firstMs) tally.firstMs = instantMs;
    if (instantMs > tally.lastMs) tally.lastMs = instantMs;
    const itsDay = Math.floor(instantMs / DAY_MS);
    if (itsDay !== dayNumber) day = entry(tally.days, dayNumber = itsDay, () => [0, 0]);
    if (showCodes[i] !== showCode || show === undefined) {
      show = entry(tally.shows, showCode = showCodes[i], emptyShow);
    }
    day[1] += watchMs;
    show.accepted++;
    show.watchMs += watchMs;
    tally.hoursOfWeek[hourOfWeek(instantMs)] += watchMs;
    if (watchMinutes[i] < qualifiedMinutes) continue;
    tally.qualified++;
    day[0]++;
    show.qualified++;
    tally.binge += isBinge[i];
    show.binge += isBinge[i];
    tally.durationBins[durationBin(watchMinutes[i])]++;
    const rate = completionRates[i];
    if (rate !== rate) continue;
    const units = rateUnits(rate);
    tally.rated++;
    show.completed++;
    show.completionTenMillionths += Math.round(rate * 1e7);
    completion.add(units);
    engagement.add(rateUnits(engagementScores[i]));
    tally.completionBins[Math.min(COMPLETION_BINS - 1, Math.floor(rate * COMPLETION_BINS))]++;
  }
  tally.accepted += rows.rows;
  tally.minuteUnits += minutes.total;
  tally.completionUnits += completion.total;
  tally.engagementUnits += engagement.total;
  tally.nulls.device += countNulls(rows.deviceCodes, rows.rows);
  tally.nulls.country += countNulls(rows.countryCodes, rows.rows);
  tally.nulls.episode += countNulls(rows.episodeCodes, rows.rows);
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
  for (const key of ["device", "country", "episode"] as const) {
    into.nulls[key] += other.nulls[key];
  }
  for (const [code, show] of other.shows) addShow(entry(into.shows, code, emptyShow), show);
  for (const [number, [views, watchMs]] of other.days) {
    const day = entry<number, [number, number]>(into.days, number, () => [0, 0]);
    day[0] += views;
    day[1] += watchMs;
  }
  for (const bins of ["hoursOfWeek", "completionBins", "durationBins"] as const) {
    for (let i = 0; i < into[bins].length; i++) into[bins][i] += other[bins][i];
  }
}

/** Hour of the week, 0 for Monday 00:00–01:00 UTC. */
export function hourOfWeek(instantMs: number): number {
  const hours = Math.floor(instantMs / HOUR_MS) + HOURS_FROM_MONDAY_TO_EPOCH;
  return ((hours % 168) + 168) % 168;
}

function durationBin(minutes: number): number {
  let bin = DURATION_BORDERS.length - 1;
  while (bin > 0 && DURATION_BORDERS[bin] > minutes) bin--;
  return bin;
}

function emptyShow(): ShowTally {
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

function entry<K, V>(map: Map<K, V>, key: K, create: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, value = create());
  return value;
}

function countNulls(codes: Uint32Array | null, rows: number): number {
  if (codes === null) return rows;
  let count = 0;
  for (let i = 0; i < rows; i++) if (codes[i] === 0) count++;
  return count;
}
