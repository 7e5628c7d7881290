// The bins of the histograms as they are gathered: how many views a transaction adds to each.

import { DURATION_BINS } from "../../domain/histogram.ts";
import { SCOPES } from "./rollup_cells.ts";

/** No histogram has more. */
const MAX_BINS = DURATION_BINS;
const KINDS = 2;

/** A bin of a histogram of one scope's views in one bucket. */
export interface Bin {
  readonly scope: number;
  readonly id: number;
  readonly bucket: number;
  readonly kind: number;
  readonly bin: number;
}

/** A bin's place among those of one scope and id, as one number. */
export function placeOfBin({ bucket, kind, bin }: Omit<Bin, "scope" | "id">): number {
  return (bucket * KINDS + kind) * MAX_BINS + bin;
}

/** Views by bin. */
export class BinSums {
  /** By scope and id, then by bucket, kind and bin in one number. */
  readonly #views = new Map<number, Map<number, number>>();

  /** Adds views to a bin, `at` its {@link placeOfBin}; takes them away when there are less than none. */
  add(scope: number, id: number, at: number, views: number): void {
    const place = id * SCOPES + scope;
    let bins = this.#views.get(place);
    if (bins === undefined) this.#views.set(place, bins = new Map());
    bins.set(at, (bins.get(at) ?? 0) + views);
  }

  *all(): Generator<readonly [Bin, number]> {
    for (const [place, bins] of this.#views) {
      const scope = place % SCOPES, id = Math.floor(place / SCOPES);
      for (const [at, views] of bins) {
        const histogram = Math.floor(at / MAX_BINS), bucket = Math.floor(histogram / KINDS);
        const kind = histogram - bucket * KINDS, bin = at - histogram * MAX_BINS;
        yield [{ scope, id, bucket, kind, bin }, views];
      }
    }
  }

  clear(): void {
    this.#views.clear();
  }
}
