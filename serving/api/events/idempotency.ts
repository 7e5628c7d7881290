// Remembers answers by Idempotency-Key, so that a request sent twice is done once.

import { DAY_MS } from "../../../domain/time.ts";
import type { AnsweredKeys } from "../../ports.ts";
import { ProblemError } from "../problem.ts";

const MAX_KEY_LENGTH = 255;
const KEEP_MS = DAY_MS;

/**
 * Answers of the last 24 hours. An answer is kept once its rows are durable: whoever kills the service
 * just between the two has them appended again, as duplicates, so that the figures are the same.
 */
export class Idempotency<T> {
  readonly #kept: AnsweredKeys;
  readonly #nowMs: () => number;
  /** Requests that are being answered. */
  readonly #running = new Map<string, { readonly bodyHash: string; readonly answer: Promise<T> }>();

  constructor(kept: AnsweredKeys, nowMs: () => number) {
    this.#kept = kept;
    this.#nowMs = nowMs;
  }

  /**
   * Does it, or gives the answer that the same key had. A failure is forgotten: the next try is one.
   *
   * @throws {ProblemError} the key is empty or too long, or had another body
   */
  async once(
    key: string,
    body: Uint8Array,
    act: () => Promise<T>,
  ): Promise<{ readonly answer: T; readonly isRepeated: boolean }> {
    if (key.length === 0 || key.length > MAX_KEY_LENGTH) {
      throw new ProblemError(
        "invalid-parameter",
        `Cannot use the Idempotency-Key as it must be 1 to ${MAX_KEY_LENGTH} characters long: ` +
          `current value has ${key.length}`,
        { parameter: "Idempotency-Key" },
      );
    }
    const bodyHash = new Uint8Array(await crypto.subtle.digest("SHA-256", body.slice())).toHex();
    const running = this.#running.get(key);
    const known = running ?? this.#kept.find(key, this.#nowMs());
    if (known !== null) {
      if (known.bodyHash !== bodyHash) throw keyReused();
      const { answer } = known;
      return {
        answer: typeof answer === "string" ? JSON.parse(answer) : await answer,
        isRepeated: true,
      };
    }
    return { answer: await this.#act(key, bodyHash, act), isRepeated: false };
  }

  async #act(key: string, bodyHash: string, act: () => Promise<T>): Promise<T> {
    const pending = act();
    this.#running.set(key, { bodyHash, answer: pending });
    try {
      const answer = await pending;
      const nowMs = this.#nowMs();
      const kept = { bodyHash, answer: JSON.stringify(answer), untilMs: nowMs + KEEP_MS };
      this.#kept.keep(key, kept, nowMs);
      return answer;
    } finally {
      this.#running.delete(key);
    }
  }
}

function keyReused(): ProblemError {
  return new ProblemError(
    "key-reused",
    "Cannot take the request as its Idempotency-Key must be new: another body had it before.",
    { parameter: "Idempotency-Key" },
  );
}
