// Limits how often each client does something: a bucket of permits that fills evenly.

const MAX_CLIENTS = 10_000;

/** One bucket for each client; it holds two seconds' permits. */
export class TokenBuckets {
  readonly #perSecond: number;
  readonly #nowMs: () => number;
  readonly #buckets = new Map<string, { permits: number; atMs: number }>();

  constructor(perSecond: number, nowMs: () => number) {
    this.#perSecond = perSecond;
    this.#nowMs = nowMs;
  }

  /** Takes one permit, if there is one. */
  take(client: string): boolean {
    const nowMs = this.#nowMs(), full = 2 * this.#perSecond;
    let bucket = this.#buckets.get(client);
    if (bucket === undefined) {
      // A full bucket says nothing that a new one would not: all may be forgotten when they are many.
      if (this.#buckets.size >= MAX_CLIENTS) this.#buckets.clear();
      bucket = { permits: full, atMs: nowMs };
      this.#buckets.set(client, bucket);
    }
    const gained = Math.max(0, nowMs - bucket.atMs) / 1000 * this.#perSecond;
    bucket.permits = Math.min(full, bucket.permits + gained);
    bucket.atMs = nowMs;
    if (bucket.permits < 1) return false;
    bucket.permits--;
    return true;
  }
}
