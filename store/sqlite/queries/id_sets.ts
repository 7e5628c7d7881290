// Which users or shows have views in a range: sets by day and block of days, kept until views of their time
// come or go.

import { DAY_MS } from "../../../domain/time.ts";
import { LEVEL_MS } from "../write/schema.ts";
import { countEachTouched, countedBuckets, countTouched } from "./day_counts.ts";
import { decomposeRange, type Interval } from "./decompose_range.ts";
import { eachId } from "./id_list.ts";
import { IdMarks } from "./id_marks.ts";
import type { StoreContext } from "./store_context.ts";
import { type ViewFilter, viewsWhere } from "./view_filter.ts";

/** Ids kept at once: 64 MB. The longest unused go first. */
const MAX_IDS = 16_000_000;

/** Something derived from the views that touch a range; as long as its version stays, so does it. */
export interface Kept<T> {
  /** Views that moved, and views of the days touched. */
  readonly version: string;
  readonly value: T;
}

/** What views are told apart by. */
export type IdColumn = "user_id" | "show_id";

/** Distinct ids of ranges and filters. A set is derived by a scan of its index range, once. */
export class IdSets {
  readonly #column: IdColumn;
  readonly #sets = new Map<string, Kept<Uint32Array>>();
  readonly #marks = new IdMarks();
  #ids = 0;

  constructor(column: IdColumn) {
    this.#column = column;
  }

  /** Sets of days, blocks of days and the parts of days at the ends, which make up the interval. */
  setsOf(context: StoreContext, filter: ViewFilter, interval: Interval): Uint32Array[] {
    const { spans, edges } = decomposeRange(interval, { minLevel: 2, maxLevel: 3 });
    const parts = spans.flatMap((span) => countedBuckets(context, filter, span));
    const sets = parts.map((part) =>
      this.#keptSet(context, filter, { interval: part, accepted: part.accepted })
    );
    for (const edge of edges) {
      const accepted = countTouched(context, filter, edge);
      sets.push(this.#keptSet(context, filter, { interval: edge, accepted }));
    }
    return sets;
  }

  #keptSet(
    context: StoreContext,
    filter: ViewFilter,
    { interval, accepted }: { readonly interval: Interval; readonly accepted: number },
  ): Uint32Array {
    if (accepted === 0) return new Uint32Array(0);
    const key = keyOf(filter, interval), version = `${context.reader.moved} ${accepted}`;
    const kept = this.#sets.get(key);
    if (kept !== undefined) {
      this.#sets.delete(key);
      this.#ids -= kept.value.length;
    }
    const value = kept?.version === version
      ? kept.value
      : interval.toMs - interval.fromMs > DAY_MS
      ? this.#uniteDays(context, filter, interval)
      : this.#scan(context, filter, interval);
    this.#sets.set(key, { version, value });
    this.#ids += value.length;
    if (this.#ids > MAX_IDS) this.#dropOldest();
    return value;
  }

  /** From the sets of its days: a new view changes one of them. */
  #uniteDays(context: StoreContext, filter: ViewFilter, { fromMs, toMs }: Interval): Uint32Array {
    const span = { level: 2, first: Math.floor(fromMs / DAY_MS), end: Math.ceil(toMs / DAY_MS) };
    const sets = countedBuckets(context, filter, span).map((day) => {
      const interval = { fromMs: Math.max(fromMs, day.fromMs), toMs: Math.min(toMs, day.toMs) };
      return this.#keptSet(context, filter, { interval, accepted: day.accepted });
    });
    return this.#unite(sets);
  }

  #unite(sets: readonly Uint32Array[]): Uint32Array {
    const ids: number[] = [];
    this.#marks.clear();
    for (const set of sets) for (const id of set) if (this.#marks.add(id) === 1) ids.push(id);
    return Uint32Array.from(ids);
  }

  /** How many different ids there are in sets. */
  countUnion(sets: readonly Uint32Array[]): number {
    if (sets.length === 1) return sets[0].length;
    let count = 0;
    this.#marks.clear();
    for (const set of sets) count += this.#marks.addAll(set);
    return count;
  }

  #scan({ reader }: StoreContext, filter: ViewFilter, interval: Interval): Uint32Array {
    const { from, given } = viewsWhere(filter, interval), ids: number[] = [];
    const sql = `SELECT group_concat(${this.#column}) FROM ${from}`;
    const [text] = reader.first<[string | null]>(sql, ...given)!;
    this.#marks.clear();
    eachId(text, (id) => this.#marks.add(id) === 1 && ids.push(id));
    return Uint32Array.from(ids);
  }

  #dropOldest(): void {
    for (const [key, { value }] of this.#sets) {
      if (this.#ids <= MAX_IDS * 0.9) return;
      this.#sets.delete(key);
      this.#ids -= value.length;
    }
  }

  /** The ids of each piece (whole days), and how many of them are in none of the pieces before it. */
  newcomers(
    context: StoreContext,
    filter: ViewFilter,
    pieces: readonly Interval[],
  ): { readonly ids: number; readonly newIds: number }[] {
    const accepted = countEachTouched(context, filter, pieces);
    const sets = pieces.map((interval, i) => {
      const { fromMs, toMs } = interval;
      // Long ones are put together from kept blocks, not kept whole.
      return toMs - fromMs > LEVEL_MS[3]
        ? this.#unite(this.setsOf(context, filter, interval))
        : this.#keptSet(context, filter, { interval, accepted: accepted[i] });
    });
    this.#marks.clear();
    return sets.map((ids) => {
      return { ids: ids.length, newIds: this.#marks.addAll(ids) };
    });
  }
}

/** Names a range of some views. */
export function keyOf(
  { showId, labelIds, hour }: ViewFilter,
  { fromMs, toMs }: Interval,
): string {
  const clock = hour === null ? "" : `${hour.hour} ${hour.tz}`;
  return `${showId} ${Object.values(labelIds).join(" ")} ${clock} ${fromMs} ${toMs}`;
}
