// Puts the views of one user in their order: start, show, episode, duration; then what breaks ties.

import { EPISODE, EVENT, FIRST_DIMENSION, SHOW } from "../scan/view_columns.ts";
import { compareEpisodes } from "../scan/episode_codes.ts";
import type { ViewTable } from "./view_table.ts";

// Working memory of the thread; it grows to the longest history of a user. Nothing is allocated for a
// usual user: there are hundreds of thousands of them.
let order = new Uint32Array(256);
let merged = new Uint32Array(256);
let numbers = new Float64Array(256);
/** Where runs of `order` begin, and behind the last of them its end. */
let borders = new Uint32Array(256);

/**
 * Sorts the rows `[from, to)` of one user in place: a natural merge sort. Histories come as a few runs
 * that are in order already, one for each block that has a part of them.
 */
export function sortViews(table: ViewTable, from: number, to: number): void {
  let end = runEnd(table, from, to);
  if (end === to) return;
  const count = to - from;
  if (count >= order.length) reserve(count * 2);
  let runs = 0;
  for (let row = from; row < to; row = end) {
    end = runEnd(table, row, to);
    for (let i = row; i < end; i++) order[i - from] = i;
    borders[++runs] = end - from;
  }
  while (runs > 1) runs = mergePairs(table, runs);
  permute(table.watchMinutes, from, count);
  permute(table.startMs, from, count);
  for (const codes of table.codes) if (codes !== null) permute(codes, from, count);
}

function reserve(count: number): void {
  order = new Uint32Array(count);
  merged = new Uint32Array(count);
  numbers = new Float64Array(count);
  borders = new Uint32Array(count);
}

/** Where the run of rows in order that starts at `from` ends. */
function runEnd(table: ViewTable, from: number, to: number): number {
  const { startMs } = table;
  let i = from + 1;
  while (
    i < to && (startMs[i - 1] < startMs[i] ||
      (startMs[i - 1] === startMs[i] && compareViews(table, i - 1, i) <= 0))
  ) i++;
  return i;
}

/** Merges each two neighbouring runs of `order`; answers how many runs are left. */
function mergePairs(table: ViewTable, runs: number): number {
  let left = 0;
  for (let run = 0; run < runs; run += 2) {
    const from = borders[run], middle = borders[run + 1];
    const end = run + 2 <= runs ? borders[run + 2] : middle;
    mergeTwo(table, from, middle, end);
    borders[++left] = end;
  }
  [order, merged] = [merged, order];
  return left;
}

/** Merges the runs `[from, middle)` and `[middle, end)`. (Plain arguments: called for every user.) */
function mergeTwo(table: ViewTable, from: number, middle: number, end: number): void {
  const { startMs } = table;
  let a = from, b = middle, out = from;
  while (a < middle && b < end) {
    const x = order[a], y = order[b];
    const isFirst = startMs[x] === startMs[y]
      ? compareViews(table, x, y) <= 0
      : startMs[x] < startMs[y];
    merged[out++] = isFirst ? order[a++] : order[b++];
  }
  while (a < middle) merged[out++] = order[a++];
  while (b < end) merged[out++] = order[b++];
}

/**
 * Order of two rows of one user: start, show, episode, duration, dimensions, event id. A missing
 * episode equals an empty one there, which comes first when nothing else tells the two apart.
 */
export function compareViews(table: ViewTable, a: number, b: number): number {
  const { startMs, watchMinutes, codes } = table;
  return startMs[a] - startMs[b] || byCode(codes[SHOW], a, b) || byEpisode(codes[EPISODE], a, b) ||
    watchMinutes[a] - watchMinutes[b] || byDimensions(codes, a, b) ||
    byCode(codes[EVENT], a, b) || byCode(codes[EPISODE], b, a);
}

/** Order by one text column; codes are in the byte order of their texts. */
export function byCode(codes: Uint32Array | null, a: number, b: number): number {
  return codes === null ? 0 : codes[a] - codes[b];
}

/** Order by one dimension after the other. */
export function byDimensions(
  codes: readonly (Uint32Array | null)[],
  a: number,
  b: number,
): number {
  for (let column = FIRST_DIMENSION; column < EVENT; column++) {
    const order = byCode(codes[column], a, b);
    if (order !== 0) return order;
  }
  return 0;
}

/** Order by episodes, of which a missing one equals an empty one. */
export function byEpisode(codes: Uint32Array | null, a: number, b: number): number {
  return codes === null ? 0 : compareEpisodes(codes[a], codes[b]);
}

function permute(column: Uint32Array | Float64Array, from: number, count: number): void {
  for (let k = 0; k < count; k++) numbers[k] = column[order[k]];
  for (let k = 0; k < count; k++) column[from + k] = numbers[k];
}
