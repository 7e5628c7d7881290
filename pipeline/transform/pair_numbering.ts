// Numbers the distinct pairs of two columns of small whole numbers.

/**
 * Numbers pairs without hashing: rows are sorted by the first number (a counting sort), so that the pairs
 * of one first number fit into a table by the second, which stays in the fastest memory. Its memory is used
 * again, so results are valid until the next call.
 */
export class PairNumbering {
  /** How many distinct pairs there were. */
  size = 0;
  /** By code; ascending, so that the pairs with one first number lie together. */
  firsts: Uint32Array = new Uint32Array(0);
  seconds: Uint32Array = new Uint32Array(0);
  /** Rows by code. */
  counts: Uint32Array = new Uint32Array(0);
  /** Rows by first number, and where those of each begin. */
  #order = new Uint32Array(0);
  #ends = new Uint32Array(0);
  /** By second number: the latest code + 1. */
  #latest = new Uint32Array(0);

  /** Numbers the pairs `(firsts[i], seconds[i])` of the rows up to `codes.length` into `codes`. */
  number(firsts: Uint32Array, seconds: Uint32Array, codes: Uint32Array): void {
    const rows = codes.length, firstCount = endOf(firsts, rows), secondCount = endOf(seconds, rows);
    this.#reserve(rows, firstCount, secondCount);
    sortRows(this.#order, this.#ends.subarray(0, firstCount), firsts, rows);
    this.#latest.fill(0, 0, secondCount);
    this.counts.fill(0);
    this.size = 0;
    for (let first = 0, from = 0; first < firstCount; first++) {
      const to = this.#ends[first];
      if (to > from) this.#numberRows(first, this.#order.subarray(from, to), seconds, codes);
      from = to;
    }
  }

  /** Numbers the pairs of the rows that have one first number. */
  #numberRows(
    first: number,
    rows: Uint32Array,
    seconds: Uint32Array,
    codes: Uint32Array,
  ): void {
    const latest = this.#latest, { counts } = this, firstCode = this.size;
    let { size } = this;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i], second = seconds[row];
      let code = latest[second] - 1;
      if (code < firstCode) {
        // Not seen yet, or only with a smaller first number.
        code = size++;
        latest[second] = size;
        this.firsts[code] = first;
        this.seconds[code] = second;
      }
      counts[code]++;
      codes[row] = code;
    }
    this.size = size;
  }

  #reserve(rows: number, firstCount: number, secondCount: number): void {
    if (this.#order.length < rows) {
      this.#order = new Uint32Array(rows);
      this.firsts = new Uint32Array(rows);
      this.seconds = new Uint32Array(rows);
      this.counts = new Uint32Array(rows);
    }
    if (this.#ends.length < firstCount) this.#ends = new Uint32Array(firstCount);
    if (this.#latest.length < secondCount) this.#latest = new Uint32Array(secondCount);
  }
}

/** One more than the greatest of `values[0 .. rows)`. */
function endOf(values: Uint32Array, rows: number): number {
  let end = 0;
  for (let i = 0; i < rows; i++) if (values[i] >= end) end = values[i] + 1;
  return end;
}

/** Puts rows in the order of their numbers; `ends[n]` becomes the end of those with number n. */
function sortRows(order: Uint32Array, ends: Uint32Array, numbers: Uint32Array, rows: number): void {
  ends.fill(0);
  for (let row = 0; row < rows; row++) ends[numbers[row]]++;
  for (let number = 0, before = 0; number < ends.length; number++) {
    const count = ends[number];
    ends[number] = before;
    before += count;
  }
  for (let row = 0; row < rows; row++) order[ends[numbers[row]]++] = row;
}
