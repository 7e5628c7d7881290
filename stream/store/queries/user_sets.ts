// Who watched in a range: sets of users by day and block of days, kept until the views of their time change.

import { DAY_MS, LEVEL_MS } from "../schema.ts";
import { countEachTouched, countedBuckets, countTouched } from "./day_counts.ts";
import { decomposeRange, type Interval } from "./decompose_range.ts";
import { eachId } from "./id_list.ts";
import type { StoreContext } from "./store_context.ts";
import { UserMarks } from "./user_marks.ts";
import { type ViewFilter, viewsWhere } from "./view_filter.ts";

/** Ids kept at once: 64 MB. The longest unused go first. */
const MAX_IDS = 16_000_000;
const MAX_COUNTS = 100_000;

interface Kept<T> {
  /** Views that moved, and views of the days touched: as long as both stay, so do the users. */
  readonly version: string;
  readonly value: T;
}

/** Distinct users of ranges and filters. A set is derived by a scan of its index range, once. */
export class UserSets {
  readonly #sets = new Map<string, Kept<Uint32Array>>();
  readonly #counts = new Map<string, Kept<number>>();
  readonly #marks = new UserMarks();
  #ids = 0;

  /** How many users have a view that fits and starts within the interval. */
  count(context: StoreContext, filter: ViewFilter, interval: Interval): number {
    const accepted = countTouched(context, filter, interval);
    return this.#keptCount(context, filter, { interval, accepted });
  }

  /** As {@link count}, for each of many pieces in order of time. */
  countEach(context: StoreContext, filter: ViewFilter, pieces: readonly Interval[]): number[] {
    const accepted = countEachTouched(context, filter, pieces);
    if (pieces.some(({ fromMs, toMs }) => toMs - fromMs < DAY_MS)) {
      this.#readShort(context, filter, { pieces, accepted });
    }
    return pieces.map((interval, i) =>
      accepted[i] === 0 ? 0 : this.#keptCount(context, filter, { interval, accepted: accepted[i] })
    );
  }

  /** The users of each piece (whole days), and how many of them are in none of the pieces before it. */
  newcomers(
    context: StoreContext,
    filter: ViewFilter,
    pieces: readonly Interval[],
  ): { readonly users: number; readonly newUsers: number }[] {
    const accepted = countEachTouched(context, filter, pieces);
    const sets = pieces.map((interval, i) => {
      const { fromMs, toMs } = interval;
      // Long ones are put together from kept blocks, not kept whole.
      return toMs - fromMs > LEVEL_MS[3]
        ? this.#unite(this.#setsOf(context, filter, interval))
        : this.#keptSet(context, filter, { interval, accepted: accepted[i] });
    });
    this.#marks.clear();
    return sets.map((ids) => {
      let newUsers = 0;
      for (const id of ids) newUsers += this.#marks.add(id);
      return { users: ids.length, newUsers };
    });
  }

  /** Counts the pieces shorter than a day that are not kept, a day of them in one scan. */
  #readShort(
    context: StoreContext,
    filter: ViewFilter,
    { pieces, accepted }: {
      readonly pieces: readonly Interval[];
      readonly accepted: readonly number[];
    },
  ): void {
    const { moved } = context.reader;
    let run: (Interval & Pick<Kept<number>, "version">)[] = [];
    pieces.forEach((piece, i) => {
      const version = `${moved} ${accepted[i]}`;
      if (accepted[i] === 0 || piece.toMs - piece.fromMs >= DAY_MS) return;
      if (this.#counts.get(keyOf(filter, piece))?.version === version) return;
      if (run.length > 0 && piece.toMs - run[0].fromMs > DAY_MS) {
        this.#readRun(context, filter, run);
        run = [];
      }
      run.push({ ...piece, version });
    });
    if (run.length > 0) this.#readRun(context, filter, run);
  }

  #readRun(
    { reader }: StoreContext,
    filter: ViewFilter,
    run: readonly (Interval & Pick<Kept<number>, "version">)[],
  ): void {
    const whole = { fromMs: run[0].fromMs, toMs: run[run.length - 1].toMs };
    const { from, given } = viewsWhere(filter, whole);
    const rows = reader.rows(`SELECT start_ms, user_id FROM ${from} ORDER BY start_ms`, ...given);
    let at = 0;
    for (const { fromMs, toMs, version } of run) {
      let value = 0;
      if (at < rows.length && rows[at][0] < toMs) this.#marks.clear();
      for (; at < rows.length && rows[at][0] < toMs; at++) {
        if (rows[at][0] >= fromMs) value += this.#marks.add(rows[at][1]);
      }
      this.#keepCount(keyOf(filter, { fromMs, toMs }), { version, value });
    }
  }

  #keptCount(
    context: StoreContext,
    filter: ViewFilter,
    { interval, accepted }: { readonly interval: Interval; readonly accepted: number },
  ): number {
    const key = keyOf(filter, interval), version = `${context.reader.moved} ${accepted}`;
    const kept = this.#counts.get(key);
    if (kept?.version === version) return kept.value;
    const sets = this.#setsOf(context, filter, interval);
    const value = sets.length === 1 ? sets[0].length : this.#countUnion(sets);
    this.#keepCount(key, { version, value });
    return value;
  }

  #keepCount(key: string, count: Kept<number>): void {
    if (this.#counts.size >= MAX_COUNTS) this.#counts.clear();
    this.#counts.set(key, count);
  }

  /** Sets of days, blocks of days and the parts of days at the ends, which make up the interval. */
  #setsOf(context: StoreContext, filter: ViewFilter, interval: Interval): Uint32Array[] {
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

  #countUnion(sets: readonly Uint32Array[]): number {
    let count = 0;
    this.#marks.clear();
    for (const set of sets) for (const id of set) count += this.#marks.add(id);
    return count;
  }

  #scan({ reader }: StoreContext, filter: ViewFilter, interval: Interval): Uint32Array {
    const { from, given } = viewsWhere(filter, interval), ids: number[] = [];
    const sql = `SELECT group_concat(user_id) FROM ${from}`;
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
}

function keyOf({ showId, countryId, deviceId }: ViewFilter, { fromMs, toMs }: Interval): string {
  return `${showId} ${countryId} ${deviceId} ${fromMs} ${toMs}`;
}
