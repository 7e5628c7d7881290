// Draws an index in proportion to its weight, in constant time: Walker's alias method.

import type { Sfc32 } from "./sfc32.ts";

/**
 * A table over fixed weights (numbers ≥ 0, at least one of them above 0).
 *
 * @example
 * ```ts
 * import { Sfc32 } from "./sfc32.ts";
 * import { WeightedDraw } from "./weighted_draw.ts";
 * if (new WeightedDraw([0, 3, 0]).draw(new Sfc32(1)) !== 1) throw new Error("only 1 has weight");
 * ```
 */
export class WeightedDraw {
  readonly #keep: Float64Array;
  readonly #other: Uint32Array;

  constructor(weights: ArrayLike<number>) {
    const count = weights.length;
    let total = 0;
    for (let i = 0; i < count; i++) total += weights[i]!;
    if (!(total > 0)) throw new RangeError("Cannot draw as one weight must be above 0");
    this.#keep = new Float64Array(count).fill(1);
    this.#other = Uint32Array.from({ length: count }, (_, i) => i);
    const scaled = Float64Array.from(weights, (weight) => (weight * count) / total);
    const small: number[] = [], large: number[] = [];
    scaled.forEach((weight, i) => (weight < 1 ? small : large).push(i));
    while (small.length > 0 && large.length > 0) {
      const poor = small.pop()!, rich = large.pop()!;
      this.#keep[poor] = scaled[poor]!;
      this.#other[poor] = rich;
      scaled[rich] = scaled[rich]! - (1 - scaled[poor]!);
      (scaled[rich]! < 1 ? small : large).push(rich);
    }
  }

  /** An index, from one number of `chance`: its whole part picks the slot, its fraction the side. */
  draw(chance: Sfc32): number {
    const place = chance.unit() * this.#keep.length;
    const slot = Math.floor(place);
    return place - slot < this.#keep[slot]! ? slot : this.#other[slot]!;
  }
}
