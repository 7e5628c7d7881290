// Collects the qualified durations of each show, from which its runtime is inferred.

import { SHOW } from "../scan/view_columns.ts";
import type { ViewTable } from "./view_table.ts";

/** Durations by show, in minutes, in shared memory: those of show s are `minutes[starts[s] .. starts[s + 1])`. */
export interface DurationsByShow {
  readonly starts: Float64Array;
  readonly minutes: Float64Array;
}

/** Durations of one show that lie together. */
const BLOCK = 64;

/** A list of durations for each show, all in one array: blocks of it belong to one show each. */
export class DurationLists {
  #minutes = new Float64Array(0);
  /** By block: its show. The first block is nobody's. */
  #shows = new Uint32Array(1);
  #blocks = 1;
  /** By show: where its next duration goes; at the beginning of a block it needs another one. */
  #next = new Uint32Array(0);

  /** Adds the views of settled users whose show's runtime is to be inferred (`inferred[s]` = 1). */
  addUsers(
    table: ViewTable,
    range: { readonly firstIndex: number; readonly endIndex: number },
    options: { readonly inferred: Uint8Array; readonly qualifiedMinutes: number },
  ): void {
    const { userStarts, kept } = table;
    const { firstIndex, endIndex } = range;
    this.#reserve(userStarts[endIndex] - userStarts[firstIndex], options.inferred.length);
    for (let u = firstIndex; u < endIndex;) {
      // Users without duplicates lie side by side, so their views are one list.
      const from = userStarts[u];
      let to = from + kept[u++];
      while (u < endIndex && userStarts[u] === to) to += kept[u++];
      this.#addRows(table, { from, to }, options);
    }
  }

  /** All durations so far, and forgets them. */
  take(): DurationsByShow {
    const next = this.#next, shows = this.#shows, minutes = this.#minutes;
    const starts = new Float64Array(new SharedArrayBuffer(8 * (next.length + 1)));
    const counts = new Float64Array(next.length);
    for (let block = 1; block < this.#blocks; block++) counts[shows[block]] += this.#length(block);
    for (let show = 0; show < next.length; show++) starts[show + 1] = starts[show] + counts[show];
    const sorted = new Float64Array(new SharedArrayBuffer(8 * starts[next.length]));
    const ends = starts.slice(0, next.length);
    for (let block = 1; block < this.#blocks; block++) {
      const from = block * BLOCK, length = this.#length(block);
      sorted.set(minutes.subarray(from, from + length), ends[shows[block]]);
      ends[shows[block]] += length;
    }
    this.#minutes = new Float64Array(0);
    this.#next = new Uint32Array(0);
    this.#blocks = 1;
    return { starts, minutes: sorted };
  }

  /** Every block but the last one of a show is full. */
  #length(block: number): number {
    const end = this.#next[this.#shows[block]] - block * BLOCK;
    return end > 0 && end < BLOCK ? end : BLOCK;
  }

  #addRows(
    { watchMinutes, codes }: ViewTable,
    { from, to }: { readonly from: number; readonly to: number },
    { inferred, qualifiedMinutes }: {
      readonly inferred: Uint8Array;
      readonly qualifiedMinutes: number;
    },
  ): void {
    const shows = codes[SHOW]!, minutes = this.#minutes, next = this.#next, blocks = this.#shows;
    for (let row = from; row < to; row++) {
      const show = shows[row];
      if (watchMinutes[row] < qualifiedMinutes || inferred[show] === 0) continue;
      let at = next[show];
      if (at % BLOCK === 0) {
        at = this.#blocks * BLOCK;
        blocks[this.#blocks++] = show;
      }
      minutes[at] = watchMinutes[row];
      next[show] = at + 1;
    }
  }

  /** Makes room for `rows` more durations, wherever they go. */
  #reserve(rows: number, shows: number): void {
    if (this.#next.length < shows) {
      const next = this.#next;
      this.#next = new Uint32Array(shows);
      this.#next.set(next);
    }
    const blocks = this.#blocks + Math.ceil(rows / BLOCK) + Math.min(rows, shows);
    if (blocks <= this.#minutes.length / BLOCK) return;
    const room = Math.max(blocks, Math.ceil(this.#minutes.length / BLOCK * 1.5));
    const minutes = this.#minutes, own = this.#shows;
    this.#minutes = new Float64Array(room * BLOCK);
    this.#minutes.set(minutes.subarray(0, this.#blocks * BLOCK));
    this.#shows = new Uint32Array(room);
    this.#shows.set(own.subarray(0, this.#blocks));
  }
}
