// Puts views into the order of time without sorting: a wheel with one slot for each coming second.

import { type ViewBatch, ViewColumns } from "./view_batch.ts";

/** Views can be put at most this many seconds ahead of the second that is being read. */
export const WHEEL_SECONDS = 65_536;

/**
 * Holds the views that have been drawn but whose time has not come. Its memory follows how many views
 * are under way at once, never how many there are: a slot is used again once its view has been read.
 */
export class ViewWheel {
  /** The views themselves, by slot; write to the slot that `put()` returns. */
  views = new ViewColumns(1_024);
  #pending = 0;
  /** First slot of each second, −1 for none. */
  readonly #first = new Int32Array(WHEEL_SECONDS).fill(-1);
  /** Next slot of the same second, or of the free ones. */
  #next = new Int32Array(1_024);
  #firstFree = -1;
  #slotsUsed = 0;

  /** Views that wait to be read. */
  get pending(): number {
    return this.#pending;
  }

  /** Takes a slot for a view to be read at `second`; the caller fills `views` at that slot. */
  put(second: number): number {
    let slot = this.#firstFree;
    if (slot >= 0) this.#firstFree = this.#next[slot]!;
    else {
      slot = this.#slotsUsed++;
      if (slot === this.views.capacity) this.#grow();
    }
    const place = second & (WHEEL_SECONDS - 1);
    this.#next[slot] = this.#first[place]!;
    this.#first[place] = slot;
    this.#pending++;
    return slot;
  }

  /**
   * Moves the views of the seconds from `second` up to, not including, `until` into `batch`.
   * Returns the second to go on with: `until`, or an earlier one when the batch is full.
   */
  drain(second: number, until: number, batch: ViewBatch): number {
    const { views } = this, next = this.#next;
    for (; second < until; second++) {
      const place = second & (WHEEL_SECONDS - 1);
      let slot = this.#first[place]!;
      while (slot >= 0) {
        if (batch.count === batch.capacity) {
          this.#first[place] = slot;
          return second;
        }
        batch.copy(batch.count++, views, slot);
        const following = next[slot]!;
        next[slot] = this.#firstFree;
        this.#firstFree = slot;
        this.#pending--;
        slot = following;
      }
      this.#first[place] = -1;
    }
    return second;
  }

  #grow(): void {
    this.views = this.views.doubled();
    const next = new Int32Array(this.views.capacity);
    next.set(this.#next);
    this.#next = next;
  }
}
