// Views accepted in each second of ingest, over the last quarter of an hour.

import type { MinuteCount } from "./live_commit.ts";

const SECONDS = 15 * 60;

/** Counts by second; seconds without a view are left out. */
export class IngestSeconds {
  readonly #views = new Map<number, number>();

  add(ingestTimeMs: number, views: number): void {
    if (views === 0) return;
    const second = Math.floor(ingestTimeMs / 1000);
    this.#views.set(second, (this.#views.get(second) ?? 0) + views);
    this.#forget(second);
  }

  /** The seconds of the 15 minutes up to `nowMs`, oldest first. */
  last(nowMs: number): readonly MinuteCount[] {
    this.#forget(Math.floor(nowMs / 1000));
    return [...this.#views].sort(([a], [b]) => a - b)
      .map(([second, views]) => ({ startMs: second * 1000, views }));
  }

  #forget(newest: number): void {
    if (this.#views.size < SECONDS) return;
    for (const second of this.#views.keys()) {
      if (second <= newest - SECONDS) this.#views.delete(second);
    }
  }
}
