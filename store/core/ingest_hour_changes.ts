// Changes to the sums of accepted views by hour of ingest, gathered over one transaction.

import { forSparse, type SparseColumn } from "../../domain/columns.ts";
import { HOUR_MS } from "../../domain/time.ts";
import { DIMENSION_IDS, NO_LABEL, type StoredView } from "./stored_view.ts";

/** Minutes are summed in whole millionths, so that views that go leave nothing behind. */
export const MICROS_PER_MINUTE = 1e6;

/** What is added to an hour. */
export interface IngestHourSums {
  accepted: number;
  qualified: number;
  minuteMicros: number;
  readonly without: Record<SparseColumn, number>;
}

/** Counts views that come and go. */
export class IngestHourChanges {
  readonly #qualifiedMinutes: number;
  readonly #hours = new Map<number, IngestHourSums>();
  /** Views of one hour mostly follow each other. */
  #last: { readonly hour: number; readonly sums: IngestHourSums } | null = null;

  constructor(qualifiedMinutes: number) {
    this.#qualifiedMinutes = qualifiedMinutes;
  }

  /** A view that came (1) or went (-1). */
  count(view: StoredView, sign: 1 | -1): void {
    const hour = Math.floor(view.ingestMs / HOUR_MS);
    if (this.#last?.hour !== hour) this.#last = { hour, sums: this.#sums(hour) };
    const { sums } = this.#last;
    sums.accepted += sign;
    if (view.minutes >= this.#qualifiedMinutes) sums.qualified += sign;
    sums.minuteMicros += sign * Math.round(view.minutes * MICROS_PER_MINUTE);
    if (view.episodeId <= NO_LABEL) sums.without.episode += sign; // missing or empty
    for (const { name, id } of DIMENSION_IDS) if (view[id] === NO_LABEL) sums.without[name] += sign;
  }

  /** What is added to each hour. */
  all(): Iterable<readonly [hour: number, sums: Readonly<IngestHourSums>]> {
    return this.#hours;
  }

  /** Forgets all changes. */
  clear(): void {
    this.#hours.clear();
    this.#last = null;
  }

  #sums(hour: number): IngestHourSums {
    let sums = this.#hours.get(hour);
    if (sums === undefined) this.#hours.set(hour, sums = noSums());
    return sums;
  }
}

function noSums(): IngestHourSums {
  return {
    accepted: 0,
    qualified: 0,
    minuteMicros: 0,
    without: forSparse(() => 0),
  };
}
