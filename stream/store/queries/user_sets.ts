// Who watched in a range: sets of users by day and block of days, kept until the views of their time change.

import { DAY_MS, LEVEL_MS } from "../schema.ts";
import { decomposeRange, type Interval } from "./decompose_range.ts";
import type { StoreContext } from "./store_context.ts";
import { sumViews } from "./sum_views.ts";
import { ALL_VIEWS, cellsOf, type ViewFilter, viewsWhere } from "./view_filter.ts";

/** Ids kept at once: 64 MB. The longest unused go first. */
const MAX_IDS = 16_000_000;
const MAX_COUNTS = 50_000;

interface Kept<T> {
  readonly fingerprint: string;
  readonly value: T;
}

/** Distinct users of filtered ranges. A set is derived by a scan of its index range, once. */
export class UserSets {
  readonly #sets = new Map<string, Kept<Uint32Array>>();
  readonly #counts = new Map<string, Kept<number>>();
  #ids = 0;
  /** One bit for each user; all 0 between calls. */
  #bits = new Uint32Array(0);

  /** How many users have a view that fits and starts within the interval. */
  count(context: StoreContext, filter: ViewFilter, interval: Interval): number {
    const key = keyOf(filter, interval), fingerprint = fingerprintOf(context, filter, interval);
    const kept = this.#counts.get(key);
    if (kept !== undefined && kept.fingerprint === fingerprint) return kept.value;
    const value = this.#count(context, filter, interval);
    if (this.#counts.size >= MAX_COUNTS) this.#counts.clear();
    this.#counts.set(key, { fingerprint, value });
    return value;
  }

  /** The users themselves, in no order; the interval should be short, as the whole set is kept. */
  idsOf(context: StoreContext, filter: ViewFilter, interval: Interval): Uint32Array {
    const key = keyOf(filter, interval), fingerprint = fingerprintOf(context, filter, interval);
    const kept = this.#sets.get(key);
    if (kept !== undefined) {
      this.#sets.delete(key);
      if (kept.fingerprint === fingerprint) {
        this.#sets.set(key, kept);
        return kept.value;
      }
      this.#ids -= kept.value.length;
    }
    const value = this.#scan(context, filter, interval);
    this.#sets.set(key, { fingerprint, value });
    this.#ids += value.length;
    for (const [oldest, { value }] of this.#sets) {
      if (this.#ids <= MAX_IDS || oldest === key) break;
      this.#sets.delete(oldest);
      this.#ids -= value.length;
    }
    return value;
  }

  #count(context: StoreContext, filter: ViewFilter, interval: Interval): number {
    const sets = pieces(interval).map((piece) => this.idsOf(context, filter, piece));
    if (sets.length === 1) return sets[0].length;
    let count = 0;
    for (const ids of sets) for (const id of ids) count += this.#mark(id);
    for (const ids of sets) for (const id of ids) this.#bits[id >>> 5] = 0;
    return count;
  }

  #scan({ reader }: StoreContext, filter: ViewFilter, interval: Interval): Uint32Array {
    const { from } = viewsWhere(filter, interval);
    const ids: number[] = [];
    // One text a day is read many times faster than one row a view.
    for (let fromMs = interval.fromMs; fromMs < interval.toMs; fromMs += DAY_MS) {
      const part = { fromMs, toMs: Math.min(interval.toMs, fromMs + DAY_MS) };
      const { given } = viewsWhere(filter, part);
      const [text] = reader.first<[string | null]>(
        `SELECT group_concat(user_id) FROM ${from}`,
        ...given,
      )!;
      if (text !== null) eachNumber(text, (id) => this.#mark(id) === 1 && ids.push(id));
    }
    for (const id of ids) this.#bits[id >>> 5] = 0;
    return Uint32Array.from(ids);
  }

  /** Answers 1 when the user was not marked yet. */
  #mark(id: number): number {
    const word = id >>> 5, bit = 1 << (id & 31);
    if (word >= this.#bits.length) {
      const wider = new Uint32Array(Math.max(1_024, word * 2));
      wider.set(this.#bits);
      this.#bits = wider;
    }
    if ((this.#bits[word] & bit) !== 0) return 0;
    this.#bits[word] |= bit;
    return 1;
  }
}

/** Calls `visit` with the whole numbers of a text such as `12,7,300`. */
export function eachNumber(text: string, visit: (value: number) => void): void {
  let value = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 44) {
      visit(value);
      value = 0;
    } else value = value * 10 + code - 48;
  }
  visit(value);
}

function pieces(interval: Interval): Interval[] {
  const { spans, edges } = decomposeRange(interval, { minLevel: 2, maxLevel: 3 });
  const parts = [...edges];
  for (const { level, first, end } of spans) {
    const width = LEVEL_MS[level];
    for (let b = first; b < end; b++) parts.push({ fromMs: b * width, toMs: (b + 1) * width });
  }
  return parts;
}

function keyOf({ showId, countryId, deviceId }: ViewFilter, { fromMs, toMs }: Interval): string {
  return `${showId} ${countryId} ${deviceId} ${fromMs} ${toMs}`;
}

/** Of the narrowest cells that hold all views which fit: combined filters have none of their own. */
function fingerprintOf(context: StoreContext, filter: ViewFilter, interval: Interval): string {
  const { showId, countryId } = filter;
  const wider = showId !== null ? { ...ALL_VIEWS, showId } : { ...ALL_VIEWS, countryId };
  return sumViews(context, cellsOf(filter) === null ? wider : filter, interval).fingerprint;
}
