// Collects the qualified durations of each show, from which its runtime is inferred.

import { showCodes, type ViewTable } from "./view_table.ts";

/** Durations by show, in minutes: those of show s are `minutes[starts[s] .. starts[s + 1])`. */
export interface DurationsByShow {
  readonly starts: Float64Array;
  readonly minutes: Float64Array;
}

/** One growing list of durations for each show. */
export class DurationLists {
  #lists: Float64Array<ArrayBuffer>[] = [];
  #lengths: number[] = [];

  /** Adds the views of settled users whose show's runtime is to be inferred (`inferred[s]` = 1). */
  addUsers(
    table: ViewTable,
    range: { readonly firstIndex: number; readonly endIndex: number },
    options: { readonly inferred: Uint8Array; readonly qualifiedMinutes: number },
  ): void {
    const { inferred, qualifiedMinutes } = options;
    const { userStarts, kept, watchMinutes } = table;
    const shows = showCodes(table);
    while (this.#lists.length < inferred.length) {
      this.#lists.push(new Float64Array(16));
      this.#lengths.push(0);
    }
    for (let u = range.firstIndex; u < range.endIndex; u++) {
      const from = userStarts[u], to = from + kept[u];
      for (let i = from; i < to; i++) {
        const show = shows[i];
        if (watchMinutes[i] >= qualifiedMinutes && inferred[show] !== 0) {
          this.#push(show, watchMinutes[i]);
        }
      }
    }
  }

  /** All durations so far, and forgets them. */
  take(): DurationsByShow {
    const starts = new Float64Array(this.#lists.length + 1);
    for (let s = 0; s < this.#lists.length; s++) starts[s + 1] = starts[s] + this.#lengths[s];
    const minutes = new Float64Array(starts[this.#lists.length]);
    this.#lists.forEach((list, show) => {
      minutes.set(list.subarray(0, this.#lengths[show]), starts[show]);
      list.buffer.transfer(0);
    });
    this.#lists = [];
    this.#lengths = [];
    return { starts, minutes };
  }

  #push(show: number, minutes: number): void {
    const length = this.#lengths[show]++;
    let list = this.#lists[show];
    if (length === list.length) {
      list = new Float64Array(length * 2);
      list.set(this.#lists[show]);
      this.#lists[show].buffer.transfer(0);
      this.#lists[show] = list;
    }
    list[length] = minutes;
  }
}
