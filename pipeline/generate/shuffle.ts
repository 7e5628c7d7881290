// Puts items into a random order.

import type { Sfc32 } from "./sfc32.ts";

/** Puts `items` into a random order, in place (Fisher–Yates). */
export function shuffle(items: unknown[] | Uint32Array, chance: Sfc32): void {
  for (let last = items.length - 1; last > 0; last--) {
    const other = chance.below(last + 1);
    const kept = items[last]!;
    items[last] = items[other]!;
    items[other] = kept;
  }
}
