// Qualified views by minute of event time, of the hour up to the newest view.

import type { MinuteCount } from "./live_commit.ts";

const MINUTE_MS = 60_000;
const SHOWN = 60;
/** Minutes beyond those shown are kept while they are few: the newest view may go again. */
const KEPT = 24 * 60;

/** Counts by minute. */
export class MinuteCounts {
  readonly #views: Map<number, number>;

  constructor(start: readonly MinuteCount[]) {
    this.#views = new Map(start.map(({ startMs, views }) => [startMs, views]));
  }

  add(startMs: number, views: number): void {
    const sum = (this.#views.get(startMs) ?? 0) + views;
    if (sum === 0) this.#views.delete(startMs);
    else this.#views.set(startMs, sum);
    if (this.#views.size > 2 * KEPT) this.#forget();
  }

  /** The last 60 minutes up to the newest that has a view, oldest first, none left out. */
  last(): readonly MinuteCount[] {
    const newest = this.#newest();
    if (newest === null) return [];
    return Array.from({ length: SHOWN }, (_, index) => {
      const startMs = newest - (SHOWN - 1 - index) * MINUTE_MS;
      return { startMs, views: this.#views.get(startMs) ?? 0 };
    });
  }

  #newest(): number | null {
    let newest = -Infinity;
    for (const startMs of this.#views.keys()) newest = Math.max(newest, startMs);
    return newest === -Infinity ? null : newest;
  }

  #forget(): void {
    const oldest = this.#newest()! - KEPT * MINUTE_MS;
    for (const startMs of this.#views.keys()) if (startMs < oldest) this.#views.delete(startMs);
  }
}
