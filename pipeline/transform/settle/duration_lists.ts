// Collects the qualified durations of each show, from which its runtime is inferred.

import { SHOW } from "../scan/view_columns.ts";
import type { ViewTable } from "./view_table.ts";

/** Durations of one show that lie together. A power of two. */
export const BLOCK = 64;
const SEGMENT_BITS = 18;
/** Durations in one piece of memory: 2 MiB. A power of two, and a multiple of a block. */
export const SEGMENT = 1 << SEGMENT_BITS;

/** Durations in minutes, in shared memory: block b is the `BLOCK` numbers from `b * BLOCK` on. */
export interface DurationBlocks {
  /** Pieces of `SEGMENT` numbers. */
  readonly segments: readonly Float64Array[];
  /** By block: its show. */
  readonly shows: Uint32Array;
  /** By block: how many durations are in it. */
  readonly lengths: Uint8Array;
}

/** A list of durations for each show, in blocks that belong to one show each, so that nothing is moved. */
export class DurationLists {
  #segments: Float64Array[] = [];
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
  take(): DurationBlocks {
    const lengths = new Uint8Array(this.#blocks).fill(BLOCK);
    lengths[0] = 0;
    // Every block but the last one of a show is full.
    for (const next of this.#next) {
      if (next % BLOCK !== 0) lengths[Math.floor(next / BLOCK)] = next % BLOCK;
    }
    const taken = {
      segments: this.#segments.slice(0, Math.ceil(this.#blocks * BLOCK / SEGMENT)),
      shows: this.#shows.slice(0, this.#blocks),
      lengths,
    };
    this.#segments = [];
    this.#next = new Uint32Array(0);
    this.#blocks = 1;
    return taken;
  }

  #addRows(
    { watchMinutes, codes }: ViewTable,
    { from, to }: { readonly from: number; readonly to: number },
    { inferred, qualifiedMinutes }: {
      readonly inferred: Uint8Array;
      readonly qualifiedMinutes: number;
    },
  ): void {
    const shows = codes[SHOW]!, segments = this.#segments, next = this.#next, blocks = this.#shows;
    for (let row = from; row < to; row++) {
      const show = shows[row];
      if (watchMinutes[row] < qualifiedMinutes || inferred[show] === 0) continue;
      let at = next[show];
      if ((at & (BLOCK - 1)) === 0) {
        at = this.#blocks * BLOCK;
        blocks[this.#blocks++] = show;
      }
      segments[at >>> SEGMENT_BITS][at & (SEGMENT - 1)] = watchMinutes[row];
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
    while (this.#segments.length * SEGMENT < blocks * BLOCK) {
      this.#segments.push(new Float64Array(new SharedArrayBuffer(8 * SEGMENT)));
    }
    if (blocks <= this.#shows.length) return;
    const own = this.#shows;
    this.#shows = new Uint32Array(Math.max(blocks, Math.ceil(own.length * 1.5)));
    this.#shows.set(own.subarray(0, this.#blocks));
  }
}
