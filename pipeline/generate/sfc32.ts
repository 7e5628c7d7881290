// The seeded source of chance behind generated data: sfc32, the same numbers on every machine.

/**
 * Chris Doty-Humphrey's "small fast counting" generator with 32-bit words (from PractRand).
 * Only integer operations, so one seed gives one sequence whatever the machine, date or engine.
 *
 * @example
 * ```ts
 * import { Sfc32 } from "./sfc32.ts";
 * if (new Sfc32(7).next() !== new Sfc32(7).next()) throw new Error("one seed, one sequence");
 * ```
 */
export class Sfc32 {
  readonly #words = new Int32Array(4);

  /** `seed` is a whole number from 0 to 2^53 − 1; `stream` gives independent sequences of one seed. */
  constructor(seed: number, stream = 0) {
    this.#words.set([seed % 2 ** 32, Math.floor(seed / 2 ** 32), stream, 1]);
    for (let round = 0; round < 20; round++) this.next(); // PractRand discards the first outputs too
  }

  /** A whole number from 0 to 2^32 − 1. */
  next(): number {
    const w = this.#words;
    const b = w[1]!, c = w[2]!, counter = w[3]!;
    const out = (((w[0]! + b) | 0) + counter) | 0;
    w[3] = counter + 1;
    w[0] = b ^ (b >>> 9);
    w[1] = c + (c << 3);
    w[2] = ((c << 21) | (c >>> 11)) + out;
    return out >>> 0;
  }

  /** A number from 0 (included) to 1 (not included), in steps of 2^−32. */
  unit(): number {
    return this.next() * 2 ** -32;
  }

  /** A whole number from 0 to `limit` − 1. */
  below(limit: number): number {
    return Math.floor(this.unit() * limit);
  }

  /** A number from `low` (included) to `high` (not included). */
  between(low: number, high: number): number {
    return low + this.unit() * (high - low);
  }

  /** True in `probability` of the calls. */
  chance(probability: number): boolean {
    return this.unit() < probability;
  }
}
