// Slows down whoever guesses the service's token, without locking out those who have it.

import { TokenBuckets } from "./token_buckets.ts";

/** Wrong tokens a second of one address; a bucket holds two seconds' worth, and so a few at once. */
const GUESSES_PER_SECOND = 5;
const MAX_KNOWN = 10_000;

/** What each address has tried. */
export class TokenGuesses {
  readonly #buckets: TokenBuckets;
  /** Addresses that had the token: one behind a proxy that others guess through goes on. */
  readonly #known = new Set<string>();

  constructor(nowMs: () => number) {
    this.#buckets = new TokenBuckets(GUESSES_PER_SECOND, nowMs);
  }

  /** Whether a token of this address is looked at: the right one is not even seen among too many guesses. */
  judge(client: string, isRight: boolean): "right" | "wrong" | "too many" {
    if (isRight && this.#known.has(client)) return "right";
    if (!this.#buckets.take(client)) return "too many";
    if (!isRight) return "wrong";
    if (this.#known.size >= MAX_KNOWN) this.#known.clear();
    this.#known.add(client);
    return "right";
  }
}
