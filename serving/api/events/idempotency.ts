// Remembers answers by Idempotency-Key, so that a request sent twice is done once.

import { ProblemError } from "../problem.ts";

const MAX_KEY_LENGTH = 255;
const MAX_KEYS = 10_000;
const KEEP_MS = 24 * 3_600_000;

interface Remembered<T> {
  readonly bodyHash: string;
  readonly answer: Promise<T>;
  readonly untilMs: number;
}

/**
 * Answers of the last 24 hours, at most 10,000, of this process. After a restart a repeated request is
 * appended again: its rows then count as duplicates, so the figures are the same.
 */
export class Idempotency<T> {
  readonly #answers = new Map<string, Remembered<T>>();
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /**
   * Does it, or gives the answer that the same key had. A failure is forgotten: the next try is one.
   *
   * @throws {ProblemError} the key is too long, or had another body
   */
  async once(
    key: string,
    body: Uint8Array,
    act: () => Promise<T>,
  ): Promise<{ readonly answer: T; readonly isRepeated: boolean }> {
    if (key.length > MAX_KEY_LENGTH) {
      throw new ProblemError(
        "invalid-parameter",
        `Cannot use the Idempotency-Key as it must be at most ${MAX_KEY_LENGTH} long.`,
        { parameter: "Idempotency-Key" },
      );
    }
    const bodyHash = new Uint8Array(await crypto.subtle.digest("SHA-256", body.slice())).toHex();
    this.#forget();
    const known = this.#answers.get(key);
    if (known !== undefined) {
      if (known.bodyHash === bodyHash) return { answer: await known.answer, isRepeated: true };
      throw new ProblemError(
        "key-reused",
        "Cannot take the request as its Idempotency-Key must be new: another body had it before.",
        { parameter: "Idempotency-Key" },
      );
    }
    const answer = act();
    this.#answers.set(key, { bodyHash, answer, untilMs: this.#nowMs() + KEEP_MS });
    answer.catch(() => this.#answers.delete(key));
    return { answer: await answer, isRepeated: false };
  }

  #forget(): void {
    for (const [key, { untilMs }] of this.#answers) { // oldest first
      if (untilMs > this.#nowMs() && this.#answers.size < MAX_KEYS) return;
      this.#answers.delete(key);
    }
  }
}
