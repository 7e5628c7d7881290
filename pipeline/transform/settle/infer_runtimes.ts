// Infers the runtime of each show from how long it is watched.

import { nearestRank, type Thresholds } from "../../../domain/scoring.ts";
import { BLOCK, type DurationBlocks, SEGMENT } from "./duration_lists.ts";

/** Which shows to infer: every `step`-th from `first` on; all if absent. */
export interface ShowShare {
  readonly first?: number;
  readonly step?: number;
}

/**
 * The nearest-rank percentile of each show's qualified durations, in minutes, by show code; NaN for a
 * show with fewer than `runtimeMinViews` of them, and for one that is not to be inferred. `parts` are the durations that each thread met.
 */
export function inferRuntimes(
  parts: readonly DurationBlocks[],
  shows: number,
  options: Pick<Thresholds, "runtimeMinViews" | "runtimePercentile"> & ShowShare,
): Float64Array {
  const { runtimeMinViews, runtimePercentile, first = 0, step = 1 } = options;
  const lists = parts.map((part) => new ShowBlocks(part, shows));
  const runtimes = new Float64Array(shows).fill(NaN);
  for (let show = first; show < shows; show += step) {
    const count = lists.reduce((sum, list) => sum + list.count(show), 0);
    if (count < runtimeMinViews) continue;
    const all = new Float64Array(count);
    let end = 0;
    for (const list of lists) end = list.copy(show, all, end);
    runtimes[show] = selectNth(all, nearestRank(count, runtimePercentile) - 1);
  }
  return runtimes;
}

/** The blocks of each show in one thread's durations. */
class ShowBlocks {
  readonly #part: DurationBlocks;
  /** The blocks of show s are `#blocks[#starts[s] .. #starts[s + 1])`. */
  readonly #starts: Uint32Array;
  readonly #blocks: Uint32Array;

  constructor(part: DurationBlocks, shows: number) {
    this.#part = part;
    this.#starts = new Uint32Array(shows + 1);
    for (const show of part.shows) this.#starts[show + 1]++;
    for (let show = 0; show < shows; show++) this.#starts[show + 1] += this.#starts[show];
    this.#blocks = new Uint32Array(part.shows.length);
    const next = this.#starts.slice(0, shows);
    part.shows.forEach((show, block) => this.#blocks[next[show]++] = block);
  }

  count(show: number): number {
    let count = 0;
    for (let i = this.#starts[show]; i < this.#starts[show + 1]; i++) {
      count += this.#part.lengths[this.#blocks[i]];
    }
    return count;
  }

  /** Copies a show's durations to `target` from `end` on; answers where they end. */
  copy(show: number, target: Float64Array, end: number): number {
    const { segments, lengths } = this.#part;
    for (let i = this.#starts[show]; i < this.#starts[show + 1]; i++) {
      const block = this.#blocks[i], at = block * BLOCK;
      const segment = segments[Math.floor(at / SEGMENT)], from = at % SEGMENT;
      // A loop beats a view and a call for so few numbers.
      for (let n = 0; n < lengths[block]; n++) target[end++] = segment[from + n];
    }
    return end;
  }
}

/** The value of 0-based rank `n` among `values`, which are reordered. No NaN. */
export function selectNth(values: Float64Array, n: number): number {
  let low = 0, high = values.length - 1;
  while (low < high) {
    const pivot = middleOf(values[low], values[(low + high) >>> 1], values[high]);
    let i = low, j = high;
    while (i <= j) {
      while (values[i] < pivot) i++;
      while (values[j] > pivot) j--;
      if (i <= j) {
        const swapped = values[i];
        values[i++] = values[j];
        values[j--] = swapped;
      }
    }
    if (n <= j) high = j;
    else if (n >= i) low = i;
    else return values[n];
  }
  return values[n];
}

function middleOf(a: number, b: number, c: number): number {
  return a < b ? (b < c ? b : Math.max(a, c)) : a < c ? a : Math.max(b, c);
}
