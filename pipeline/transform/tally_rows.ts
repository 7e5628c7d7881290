// Adds scored rows to a run's tally: what a kind of row has is multiplied by how often it occurs.

import { kernelOver, workArray } from "./columns/column_kernel.ts";
import { type Dimension, DIMENSIONS } from "../../domain/columns.ts";
import { FixedSum, minuteUnits, rateUnits } from "../../domain/fixed_sum.ts";
import { COMPLETION_BINS, completionBin, durationBin } from "../../domain/histogram.ts";
import { DAY_MS, HOUR_MS, WEEK_HOURS, WEEK_MS } from "../../domain/time.ts";
import { endMs } from "../../domain/view.ts";
import type { CodedNumbers } from "./coded_numbers.ts";
import { EMPTY_EPISODE } from "./scan/episode_codes.ts";
import type { RowKinds } from "./row_scorer.ts";
import { addToDay, emptyShow, type RunTally, showTally } from "./run_tally.ts";

/** 1969-12-29, the Monday before the epoch. */
const MONDAY_MS = -3 * DAY_MS;
/** More days than these (a spread of 180 years) are not kept for the next row group. */
const KEPT_DAYS = 1 << 16;
/** Products of terms up to this are exact and may be added to a `FixedSum`. */
const EXACT_TERM = 2 ** 52;

/** Scored rows in columns of at least `rows` elements. */
export interface TalliedRows {
  readonly rows: number;
  readonly startMs: Float64Array;
  readonly watchMinutes: CodedNumbers;
  readonly kinds: RowKinds;
  /** Code 0 stands for null; null for a column of nulls. An episode of code 1 is empty. */
  readonly episodeCodes: Uint32Array | null;
  readonly dimensionCodes: Readonly<Record<Dimension, Uint32Array | null>>;
}

/** Adds rows to a tally. A view counts as qualified from `qualifiedMinutes` on. */
export function tallyRows(tally: RunTally, rows: TalliedRows, qualifiedMinutes: number): void {
  tally.accepted += rows.rows;
  tallyDurations(tally, rows.watchMinutes, qualifiedMinutes);
  tallyKinds(tally, rows.kinds, qualifiedMinutes);
  tallyTimes(tally, rows, qualifiedMinutes);
  for (const name of DIMENSIONS) {
    tally.nulls[name] += countUpTo(0, rows.dimensionCodes[name], rows.rows);
  }
  tally.nulls.episode += countUpTo(EMPTY_EPISODE, rows.episodeCodes, rows.rows);
}

function tallyDurations(tally: RunTally, durations: CodedNumbers, qualifiedMinutes: number): void {
  const sum = new FixedSum();
  for (let code = 0; code < durations.size; code++) {
    const minutes = durations.values[code], count = durations.counts[code];
    addTimes(sum, minuteUnits(minutes), count);
    if (minutes >= qualifiedMinutes) tally.durationBins[durationBin(minutes)] += count;
  }
  tally.minuteUnits += sum.total;
}

function tallyKinds(tally: RunTally, kinds: RowKinds, qualifiedMinutes: number): void {
  const completion = new FixedSum(), engagement = new FixedSum();
  let showCode = NaN, show = emptyShow();
  for (let kind = 0; kind < kinds.size; kind++) {
    const count = kinds.counts[kind], minutes = kinds.watchMinutes[kind];
    if (kinds.showCodes[kind] !== showCode) {
      showCode = kinds.showCodes[kind];
      show = showTally(tally, showCode);
    }
    show.accepted += count;
    show.watchMs += endMs(0, minutes) * count;
    if (minutes < qualifiedMinutes) continue;
    tally.qualified += count;
    show.qualified += count;
    if (kinds.isBinge[kind] === 1) {
      tally.binge += count;
      show.binge += count;
    }
    const rate = kinds.completionRates[kind];
    if (rate !== rate) continue;
    tally.rated += count;
    show.completed += count;
    show.completionTenMillionths += Math.round(rate * 1e7) * count;
    addTimes(completion, rateUnits(rate), count);
    addTimes(engagement, rateUnits(kinds.engagementScores[kind]), count);
    tally.completionBins[Math.min(COMPLETION_BINS - 1, completionBin(rate))] += count;
  }
  tally.completionUnits += completion.total;
  tally.engagementUnits += engagement.total;
}

// The thread's working memory, zero between calls.
let dayViews: Uint32Array = new Uint32Array(0);
let dayWatchMs: Float64Array = new Float64Array(0);
let isDaySeen: Uint8Array = new Uint8Array(0);
let hours: Float64Array = new Float64Array(0);
// By code of a duration.
let watchMs: Float64Array = new Float64Array(0);
let isQualified: Uint8Array = new Uint8Array(0);

function tallyTimes(tally: RunTally, rows: TalliedRows, qualifiedMinutes: number): void {
  if (rows.rows === 0) return;
  const { codes, values, size } = rows.watchMinutes;
  reserveDurations(size);
  for (let code = 0; code < size; code++) {
    watchMs[code] = endMs(0, values[code]);
    isQualified[code] = values[code] >= qualifiedMinutes ? 1 : 0;
  }
  const startMs = rows.startMs.subarray(0, rows.rows);
  const [firstMs, lastMs] = extent(startMs);
  tally.firstMs = Math.min(tally.firstMs, firstMs);
  tally.lastMs = Math.max(tally.lastMs, lastMs);
  // Counting from a Monday 00:00 on, hours are small whole numbers that divide into days and weeks.
  const fromMs = Math.floor((firstMs - MONDAY_MS) / WEEK_MS) * WEEK_MS + MONDAY_MS;
  const days = Math.floor((lastMs - fromMs) / DAY_MS) + 1;
  if (dayViews.length < days) reserveDays(days);
  hours.fill(0);
  addHours(startMs, codes, fromMs);
  for (let hour = 0; hour < WEEK_HOURS; hour++) tally.hoursOfWeek[hour] += hours[hour];
  const firstDay = fromMs / DAY_MS;
  for (let day = 0; day < days; day++) {
    if (isDaySeen[day] === 0) continue;
    addToDay(tally, firstDay + day, dayViews[day], dayWatchMs[day]);
    dayViews[day] = dayWatchMs[day] = isDaySeen[day] = 0;
  }
  if (days > KEPT_DAYS) reserveDays(0);
}

function reserveDays(days: number): void {
  if (days > KEPT_DAYS) {
    dayViews = new Uint32Array(days);
    dayWatchMs = new Float64Array(days);
    isDaySeen = new Uint8Array(days);
  } else {
    dayViews = workArray(Uint32Array, 2 * days);
    dayWatchMs = workArray(Float64Array, 2 * days);
    isDaySeen = workArray(Uint8Array, 2 * days);
  }
}

function reserveDurations(size: number): void {
  if (hours.length === 0) hours = workArray(Float64Array, WEEK_HOURS);
  if (watchMs.length >= size) return;
  watchMs = workArray(Float64Array, 2 * size);
  isQualified = workArray(Uint8Array, 2 * size);
}

/** The hot loop: a few operations on whole numbers for each row. */
function addHours(startMs: Float64Array, codes: Uint32Array, fromMs: number): void {
  const ofWeek = hours, views = dayViews, sums = dayWatchMs, seen = isDaySeen;
  const ms = watchMs, qualified = isQualified;
  const kernel = kernelOver(startMs, codes, ofWeek, views, sums, seen, ms, qualified);
  if (kernel !== null) {
    return kernel.addHours(
      startMs.byteOffset,
      codes.byteOffset,
      startMs.length,
      fromMs,
      ms.byteOffset,
      qualified.byteOffset,
      ofWeek.byteOffset,
      views.byteOffset,
      sums.byteOffset,
      seen.byteOffset,
    );
  }
  for (let i = 0; i < startMs.length; i++) {
    const hour = ((startMs[i] - fromMs) / HOUR_MS) | 0, day = (hour / 24) | 0, code = codes[i];
    seen[day] = 1;
    sums[day] += ms[code];
    views[day] += qualified[code];
    ofWeek[hour % WEEK_HOURS] += ms[code];
  }
}

function extent(values: Float64Array): [number, number] {
  const kernel = kernelOver(values);
  if (kernel !== null) {
    kernel.measureInstants(values.byteOffset, values.length);
    return [kernel.least.value, kernel.greatest.value];
  }
  let min = values[0], max = min;
  for (let i = 1; i < values.length; i++) {
    const value = values[i];
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return [min, max];
}

/** Adds `count` times the same units, exactly. */
function addTimes(sum: FixedSum, units: number, count: number): void {
  const product = units * count;
  if (product <= EXACT_TERM) sum.add(product);
  else sum.addTotal(BigInt(units) * BigInt(count));
}

/** Rows whose code stands for no text: they are the lowest. */
function countUpTo(highest: number, codes: Uint32Array | null, rows: number): number {
  if (codes === null) return rows;
  let count = 0;
  for (let i = 0; i < rows; i++) if (codes[i] <= highest) count++;
  return count;
}
