// Users seen within the last minutes of ingest.

const WINDOW_MS = 5 * 60_000;

/** Users by when they were last seen, longest ago first. */
export class ActiveUsers {
  readonly #lastSeenMs = new Map<string, number>();

  /** `ingestTimeMs`: when the log took the view in. */
  seen(userId: string, ingestTimeMs: number): void {
    this.#lastSeenMs.delete(userId); // so that the map stays in the order of time
    this.#lastSeenMs.set(userId, ingestTimeMs);
  }

  /** Users seen within the 5 minutes before `nowMs`. */
  count(nowMs: number): number {
    for (const [userId, seenMs] of this.#lastSeenMs) {
      if (seenMs >= nowMs - WINDOW_MS) break;
      this.#lastSeenMs.delete(userId);
    }
    return this.#lastSeenMs.size;
  }
}
