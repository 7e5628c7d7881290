// How many users or shows have views in ranges, kept like the sets that they are counted from.

import { DAY_MS } from "../../../domain/time.ts";
import { countEachTouched, countTouched } from "./day_counts.ts";
import type { Interval } from "./decompose_range.ts";
import { IdMarks } from "./id_marks.ts";
import { type IdColumn, IdSets, type Kept, keyOf } from "./id_sets.ts";
import type { StoreContext } from "./store_context.ts";
import { type ViewFilter, viewsWhere } from "./view_filter.ts";

const MAX_COUNTS = 100_000;

type Versioned = Interval & Pick<Kept<number>, "version">;

/** Numbers of distinct ids. */
export class IdCounts {
  readonly #column: IdColumn;
  readonly sets: IdSets;
  readonly #counts = new Map<string, Kept<number>>();
  readonly #marks = new IdMarks();

  constructor(column: IdColumn) {
    this.#column = column;
    this.sets = new IdSets(column);
  }

  /** How many ids have a view that fits and starts within the interval. */
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
    let run: Versioned[] = [];
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
    run: readonly Versioned[],
  ): void {
    const whole = { fromMs: run[0].fromMs, toMs: run[run.length - 1].toMs };
    const { from, given } = viewsWhere(filter, whole);
    const rows = reader.rows(
      `SELECT start_ms, ${this.#column} FROM ${from} ORDER BY start_ms`,
      ...given,
    );
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
    const value = this.sets.countUnion(this.sets.setsOf(context, filter, interval));
    this.#keepCount(key, { version, value });
    return value;
  }

  #keepCount(key: string, count: Kept<number>): void {
    if (this.#counts.size >= MAX_COUNTS) this.#counts.clear();
    this.#counts.set(key, count);
  }
}
