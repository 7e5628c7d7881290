// Users by the hour of the week: pairs of quarter hour and user are kept by day, until its views come or go.

import { WEEK_HOURS } from "../../../domain/time.ts";
import { countedBuckets } from "./day_counts.ts";
import { decomposeRange, type Interval } from "./decompose_range.ts";
import { hourOfWeek } from "./hour_of_week.ts";
import { type Kept, keyOf } from "./id_sets.ts";
import type { StoreContext } from "./store_context.ts";
import { type ViewFilter, viewsWhere } from "./view_filter.ts";

const QUARTER_MS = 900_000, QUARTERS = 96;
/** Pairs kept at once: 64 MB. */
const MAX_PAIRS = 16_000_000;

/** Who was there in which hour: a bit for each pair. */
export class HourMarks {
  readonly counts = new Array<number>(WEEK_HOURS).fill(0);
  readonly #words: Uint32Array;
  readonly #stride: number;

  constructor(lastUserId: number) {
    this.#stride = (lastUserId >>> 5) + 1;
    this.#words = new Uint32Array(this.#stride * WEEK_HOURS);
  }

  add(hour: number, userId: number): void {
    const word = hour * this.#stride + (userId >>> 5), bit = 1 << (userId & 31);
    if ((this.#words[word] & bit) !== 0) return;
    this.#words[word] |= bit;
    this.counts[hour]++;
  }
}

/** Kept for one connection. */
export class HourUsers {
  readonly #days = new Map<string, Kept<Uint32Array>>();
  #pairs = 0;

  /** Marks the users of an interval in which the clock's distance from UTC stays. */
  mark(
    context: StoreContext,
    filter: ViewFilter,
    { interval, offsetMs, marks }: {
      readonly interval: Interval;
      readonly offsetMs: number;
      readonly marks: HourMarks;
    },
  ): void {
    const isKept = offsetMs % QUARTER_MS === 0;
    const { spans, edges } = isKept
      ? decomposeRange(interval, { minLevel: 2, maxLevel: 2 })
      : { spans: [], edges: [interval] };
    for (const span of spans) {
      for (const day of countedBuckets(context, filter, span)) {
        const pairs = this.#pairsOf(context, filter, day), { fromMs } = day;
        const hours = Array.from(
          { length: QUARTERS },
          (_, quarter) => hourOfWeek(fromMs + quarter * QUARTER_MS + offsetMs),
        );
        for (let i = 0; i < pairs.length; i += 2) marks.add(hours[pairs[i]], pairs[i + 1]);
      }
    }
    for (const edge of edges) {
      for (const [startMs, userId] of readStarts(context, filter, edge)) {
        marks.add(hourOfWeek(startMs + offsetMs), userId);
      }
    }
  }

  #pairsOf(
    context: StoreContext,
    filter: ViewFilter,
    day: Interval & { readonly accepted: number },
  ): Uint32Array {
    const key = keyOf(filter, day), version = `${context.reader.moved} ${day.accepted}`;
    const kept = this.#days.get(key);
    if (kept?.version === version) return kept.value;
    const seen = new Set<number>(), pairs: number[] = [];
    for (const [startMs, userId] of readStarts(context, filter, day)) {
      const quarter = Math.floor((startMs - day.fromMs) / QUARTER_MS);
      const pair = userId * QUARTERS + quarter;
      if (seen.has(pair)) continue;
      seen.add(pair);
      pairs.push(quarter, userId);
    }
    const value = Uint32Array.from(pairs);
    this.#pairs += (value.length - (kept?.value.length ?? 0)) / 2;
    if (this.#pairs > MAX_PAIRS) {
      this.#days.clear();
      this.#pairs = value.length / 2;
    }
    this.#days.set(key, { version, value });
    return value;
  }
}

function readStarts({ reader }: StoreContext, filter: ViewFilter, interval: Interval): number[][] {
  const { from, given } = viewsWhere(filter, interval);
  return reader.rows(`SELECT start_ms, user_id FROM ${from}`, ...given);
}
