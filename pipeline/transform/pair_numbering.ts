// Numbers the distinct pairs of two columns of small whole numbers.

import { kernelOver, workArray } from "./columns/column_kernel.ts";

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
  #order: Uint32Array = new Uint32Array(0);
  #ends: Uint32Array = new Uint32Array(0);
  /** By second number: the latest code + 1. */
  #latest: Uint32Array = new Uint32Array(0);

  /** Numbers the pairs `(firsts[i], seconds[i])` of the rows up to `codes.length` into `codes`. */
  number(firsts: Uint32Array, seconds: Uint32Array, codes: Uint32Array): void {
    const rows = codes.length, firstCount = endOf(firsts, rows), secondCount = endOf(seconds, rows);
    this.#reserve(rows, firstCount, secondCount);
    if (this.#numberByKernel(firsts, seconds, codes, { firstCount, secondCount })) return;
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

  #numberByKernel(
    firsts: Uint32Array,
    seconds: Uint32Array,
    codes: Uint32Array,
    { firstCount, secondCount }: { readonly firstCount: number; readonly secondCount: number },
  ): boolean {
    const order = this.#order, ends = this.#ends, latest = this.#latest;
    const { firsts: pairFirsts, seconds: pairSeconds, counts } = this;
    const own = kernelOver(order, ends, latest, pairFirsts, pairSeconds, counts);
    if (own === null || kernelOver(firsts, seconds, codes) === null) return false;
    this.size = own.numberPairs(
      firsts.byteOffset,
      seconds.byteOffset,
      codes.length,
      codes.byteOffset,
      firstCount,
      secondCount,
      order.byteOffset,
      ends.byteOffset,
      latest.byteOffset,
      pairFirsts.byteOffset,
      pairSeconds.byteOffset,
      counts.byteOffset,
    );
    return true;
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
      this.#order = workArray(Uint32Array, rows);
      this.firsts = workArray(Uint32Array, rows);
      this.seconds = workArray(Uint32Array, rows);
      this.counts = workArray(Uint32Array, rows);
    }
    if (this.#ends.length < firstCount) this.#ends = workArray(Uint32Array, 2 * firstCount);
    if (this.#latest.length < secondCount) this.#latest = workArray(Uint32Array, 2 * secondCount);
  }
}

/** One more than the greatest of `values[0 .. rows)`. */
function endOf(values: Uint32Array, rows: number): number {
  const kernel = kernelOver(values);
  if (kernel !== null) return kernel.endOf(values.byteOffset, rows) >>> 0;
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
