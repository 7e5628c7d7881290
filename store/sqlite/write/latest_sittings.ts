// The latest sittings of users, kept in memory: most views that come go on with theirs.

import type { PlacedView, ViewWindow } from "../../core/stored_view.ts";

/** Users whose latest sitting is kept; one more, and all are forgotten. */
const MAX_CACHED = 100_000;

/** By user, the views of the latest sitting in order of start. */
export class LatestSittings {
  readonly #sittings = new Map<number, readonly PlacedView[]>();

  /** All views of a user that may share a sitting with one from `fromMs` on; null when they are not kept. */
  windowOf(userId: number, fromMs: number): ViewWindow | null {
    const views = this.#sittings.get(userId);
    return views !== undefined && views[0]!.view.startMs < fromMs ? { views, isToEnd: true } : null;
  }

  /** Keeps what a change came to. */
  remember(userId: number, { views, isToEnd }: ViewWindow): void {
    if (!isToEnd) return;
    // Without a view there is no telling what lies before.
    if (views.length === 0) return void this.#sittings.delete(userId);
    if (this.#sittings.size >= MAX_CACHED && !this.#sittings.has(userId)) this.#sittings.clear();
    const { sittingStartMs } = views[views.length - 1]!;
    let first = views.length - 1;
    while (first > 0 && views[first - 1]!.sittingStartMs === sittingStartMs) first--;
    this.#sittings.set(userId, first === 0 ? views : views.slice(first));
  }

  /** Forgets what a transaction that failed may have changed. */
  forget(): void {
    this.#sittings.clear();
  }
}
