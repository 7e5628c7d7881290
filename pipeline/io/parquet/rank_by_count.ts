// Orders a dictionary by how often its entries occur.

/** Counts from here on are equal for the order: it only has to bring small codes to frequent entries. */
const COUNT_LIMIT = 4096;

/** An order of a dictionary's entries, and its inverse. */
export interface Ranking {
  /** Entries by rank. */
  readonly order: Uint32Array;
  /** Ranks by entry. */
  readonly ranks: Uint32Array;
}

/**
 * Ranks the entries `0 .. size - 1`, the most frequent first, by a stable counting sort. Frequent entries
 * with small codes make the codes' high bits mostly zero, which entropy coding turns into smaller pages.
 */
export function rankByCount(counts: Uint32Array, size: number): Ranking {
  const places = new Uint32Array(COUNT_LIMIT + 1);
  for (let entry = 0; entry < size; entry++) places[Math.min(counts[entry], COUNT_LIMIT)]++;
  for (let count = COUNT_LIMIT, before = 0; count >= 0; count--) {
    const entries = places[count];
    places[count] = before;
    before += entries;
  }
  const order = new Uint32Array(size), ranks = new Uint32Array(size);
  for (let entry = 0; entry < size; entry++) {
    const rank = places[Math.min(counts[entry], COUNT_LIMIT)]++;
    order[rank] = entry;
    ranks[entry] = rank;
  }
  return { order, ranks };
}
