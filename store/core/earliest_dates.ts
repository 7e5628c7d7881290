// Which earliest date held when. A record is judged by the one of its time in the log, so that another
// setting judges no view again, and a store that is built anew from the log comes to the same ledger.

import type { Thresholds } from "../../domain/scoring.ts";

/** An earliest event time, and the first ingest time that it holds for; both in milliseconds. */
export interface EarliestDate {
  readonly sinceMs: number;
  readonly earliestMs: number;
}

/** The thresholds of records by their ingest time; `dates` ascend, and without any there is one for all. */
export class ThresholdsByTime {
  readonly #thresholds: Thresholds;
  readonly #dates: readonly EarliestDate[];

  constructor(thresholds: Thresholds, dates: readonly EarliestDate[] = []) {
    this.#thresholds = thresholds;
    this.#dates = dates;
  }

  /** Those of a record that the log took in at `ingestTimeMs`. */
  at(ingestTimeMs: number): Thresholds {
    const date = this.#dates.findLast(({ sinceMs }, index) =>
      index === 0 || sinceMs <= ingestTimeMs
    );
    return date === undefined || date.earliestMs === this.#thresholds.earliestMs
      ? this.#thresholds
      : { ...this.#thresholds, earliestMs: date.earliestMs };
  }
}
