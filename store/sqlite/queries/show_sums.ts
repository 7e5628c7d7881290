// The sums of every show over a range: days and wider buckets are kept until a view of theirs changes.

import { LEVEL_MS } from "../write/schema.ts";
import { type BucketSpan, decomposeRange, type Interval } from "./decompose_range.ts";
import type { StoreContext } from "./store_context.ts";
import { scanViews } from "./sum_views.ts";
import { ALL_VIEWS } from "./view_filter.ts";
import { SUM_COLUMNS, SUM_WIDTH, ViewSums } from "./view_sums.ts";

/** Sums of shows kept at once, in all buckets: 40 MB. */
const MAX_SUMS = 400_000;
const MAX_HOURS = 256;
/** Looking up the buckets of a show takes about as long as reading this many views. */
const VIEWS_PER_LOOKUP = 3;

/** A bucket's shows and, one after the other, their sums. */
interface Part {
  readonly changed: number;
  readonly showIds: number[];
  readonly sums: number[];
}

/** Kept for one connection. */
export class ShowSums {
  readonly #parts = new Map<string, Part>();
  readonly #hours = new Map<string, { readonly version: string; readonly part: Part }>();
  #kept = 0;

  /** By id, the shows that have a view in the range. */
  of(context: StoreContext, interval: Interval): Map<number, ViewSums> {
    const { spans, edges } = decomposeRange(interval, { minLevel: 2 });
    const totals: number[][] = [];
    for (const span of spans) {
      for (const part of this.#read(context, span)) addPart(totals, part);
    }
    const scanned: Interval[] = [];
    for (const edge of edges) {
      const hours = decomposeRange(edge, { minLevel: 1, maxLevel: 1 });
      scanned.push(...hours.edges);
      for (const span of hours.spans) {
        const part = this.#readHours(context, span);
        if (part === null) scanned.push(intervalOf(span));
        else addPart(totals, part);
      }
    }
    const sums = new Map<number, ViewSums>();
    totals.forEach((total, id) => {
      const sum = new ViewSums();
      sum.addRow(total);
      sums.set(id, sum);
    });
    for (const interval of scanned) {
      scanViews(context, ALL_VIEWS, interval, (view) => {
        let sum = sums.get(view.showId);
        if (sum === undefined) sums.set(view.showId, sum = new ViewSums());
        sum.addView(view, context.reader.thresholds);
      });
    }
    return sums;
  }

  /** Hours at an end of the range, added up; null when their few views are better read one by one. */
  #readHours({ reader }: StoreContext, { level, first, end }: BucketSpan): Part | null {
    const sql = `SELECT coalesce(sum(accepted), 0), max(changed), (SELECT count(*) FROM shows)
      FROM cells WHERE scope = 0 AND level = ? AND id = 0 AND bucket >= ? AND bucket < ?`;
    const [views, changed, shows] = reader.first<number[]>(sql, level, first, end)!;
    if (views < shows * VIEWS_PER_LOOKUP) return null;
    // A bucket that was emptied has no commit to tell, but then there are fewer views.
    const key = `${first} ${end}`, version = `${changed} ${views}`, kept = this.#hours.get(key);
    if (kept?.version === version) return kept.part;
    const part: Part = { changed, showIds: [], sums: [] };
    for (const [showId, ...sums] of reader.rows(SUMS_BY_SHOW, level, first, end)) {
      part.showIds.push(showId);
      part.sums.push(...sums);
    }
    if (this.#hours.size >= MAX_HOURS) this.#hours.clear();
    this.#hours.set(key, { version, part });
    return part;
  }

  #read({ reader }: StoreContext, { level, first, end }: BucketSpan): Part[] {
    const sql = `SELECT bucket, changed FROM cells WHERE scope = 0 AND level = ? AND id = 0
      AND bucket >= ? AND bucket < ?`;
    const buckets = reader.rows(sql, level, first, end);
    const fresh: Part[] = [], changedOf = new Map<number, number>();
    for (const [bucket, changed] of buckets) {
      const part = this.#parts.get(`${level} ${bucket}`);
      if (part?.changed === changed) fresh.push(part);
      else changedOf.set(bucket, changed);
    }
    if (changedOf.size === 0) return fresh;
    const stale = [...changedOf.keys()], last = stale[stale.length - 1];
    const rows = reader.rows(SHOW_CELLS, level, stale[0], last + 1);
    return [...fresh, ...this.#load(rows, { level, changedOf })];
  }

  /** Keeps rows of bucket, show and sums. */
  #load(
    rows: readonly number[][],
    { level, changedOf }: { readonly level: number; readonly changedOf: Map<number, number> },
  ): Part[] {
    const parts = new Map<number, Part>();
    for (const [bucket, changed] of changedOf) {
      parts.set(bucket, { changed, showIds: [], sums: [] });
    }
    for (const row of rows) {
      const part = parts.get(row[0]);
      part?.showIds.push(row[1]);
      part?.sums.push(...row.slice(2));
    }
    if (this.#kept + rows.length > MAX_SUMS) {
      this.#parts.clear();
      this.#kept = 0;
    }
    for (const [bucket, part] of parts) {
      const key = `${level} ${bucket}`;
      this.#kept += part.showIds.length - (this.#parts.get(key)?.showIds.length ?? 0);
      this.#parts.set(key, part);
    }
    return [...parts.values()];
  }
}

/** Cells lie by show, so each show's buckets are looked up rather than all shows of a bucket. */
const OF_SHOWS = `FROM shows CROSS JOIN cells
  ON scope = 1 AND level = ? AND cells.id = shows.id AND bucket >= ? AND bucket < ?`;
const SUMS = SUM_COLUMNS.replaceAll("accepted", "cells.accepted");
const SUMS_BY_SHOW = `SELECT shows.id, ${SUMS} ${OF_SHOWS} GROUP BY shows.id`;
const SHOW_CELLS = `SELECT bucket, shows.id, ${SUMS.replaceAll("sum(", "(")} ${OF_SHOWS}`;

function addPart(totals: number[][], { showIds, sums }: Part): void {
  for (let i = 0; i < showIds.length; i++) {
    const total = totals[showIds[i]] ??= new Array<number>(SUM_WIDTH).fill(0);
    for (let column = 0; column < SUM_WIDTH; column++) {
      total[column] += sums[i * SUM_WIDTH + column];
    }
  }
}

function intervalOf({ level, first, end }: BucketSpan): Interval {
  return { fromMs: first * LEVEL_MS[level], toMs: end * LEVEL_MS[level] };
}
