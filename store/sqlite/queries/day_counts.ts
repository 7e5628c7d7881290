// How many views each day has: while none moves, a day with as many views as before has the same ones.

import { FILTER_COLUMNS } from "../../../domain/columns.ts";
import { DAY_MS } from "../../../domain/time.ts";
import { LEVEL_MS } from "../write/schema.ts";
import { decomposeRange, type Interval } from "./decompose_range.ts";
import type { StoreContext } from "./store_context.ts";
import { ALL_VIEWS, cellsOf, type ViewFilter } from "./view_filter.ts";

/** A bucket of the rollups that has views. */
export interface CountedBucket extends Interval {
  readonly accepted: number;
}

/** The cells that hold all views which fit: filters that are combined have none of their own. */
function coveringCells(filter: ViewFilter): { readonly scope: number; readonly id: number } {
  const { showId, labelIds } = filter;
  const name = FILTER_COLUMNS.find((one) => labelIds[one] !== null);
  const wider = showId !== null || name === undefined
    ? { ...ALL_VIEWS, showId }
    : { ...ALL_VIEWS, labelIds: { ...ALL_VIEWS.labelIds, [name]: labelIds[name] } };
  return (cellsOf(filter) ?? cellsOf(wider))!;
}

/** The buckets `[first, end)` of one level that have views which fit, or may. */
export function countedBuckets(
  { reader }: StoreContext,
  filter: ViewFilter,
  { level, first, end }: { readonly level: number; readonly first: number; readonly end: number },
): CountedBucket[] {
  const { scope, id } = coveringCells(filter), widthMs = LEVEL_MS[level];
  const sql = `SELECT bucket, accepted FROM cells
    WHERE scope = ? AND level = ? AND id = ? AND bucket >= ? AND bucket < ?`;
  return reader.rows(sql, scope, level, id, first, end).map(([bucket, accepted]) => ({
    ...{ fromMs: bucket * widthMs, toMs: (bucket + 1) * widthMs, accepted },
  }));
}

/** The days that an interval touches, whole. */
function touchedDays({ fromMs, toMs }: Interval): Interval {
  return {
    fromMs: Math.floor(fromMs / DAY_MS) * DAY_MS,
    toMs: Math.ceil(toMs / DAY_MS) * DAY_MS,
  };
}

/** Views of the days that the interval touches. */
export function countTouched(
  { reader }: StoreContext,
  filter: ViewFilter,
  interval: Interval,
): number {
  const { scope, id } = coveringCells(filter);
  const sql = `SELECT sum(accepted) FROM cells
    WHERE scope = ? AND level = ? AND id = ? AND bucket >= ? AND bucket < ?`;
  let accepted = 0;
  for (
    const { level, first, end } of decomposeRange(touchedDays(interval), { minLevel: 2 }).spans
  ) {
    accepted += reader.first<[number | null]>(sql, scope, level, id, first, end)![0] ?? 0;
  }
  return accepted;
}

/** As {@link countTouched} for each of many pieces in order of time. */
export function countEachTouched(
  context: StoreContext,
  filter: ViewFilter,
  pieces: readonly Interval[],
): number[] {
  if (pieces.length === 0) return [];
  const { fromMs, toMs } = touchedDays({
    fromMs: pieces[0].fromMs,
    toMs: pieces[pieces.length - 1].toMs,
  });
  const days = countedBuckets(context, filter, {
    ...{ level: 2, first: fromMs / DAY_MS, end: toMs / DAY_MS },
  });
  let at = 0;
  return pieces.map((piece) => {
    const touched = touchedDays(piece);
    while (at < days.length && days[at].fromMs < touched.fromMs) at++;
    let accepted = 0;
    for (let i = at; i < days.length && days[i].fromMs < touched.toMs; i++) {
      accepted += days[i].accepted;
    }
    return accepted;
  });
}
