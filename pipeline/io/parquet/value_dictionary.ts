// Numbers the distinct doubles of a column chunk in the order in which they come.

/** Bit patterns are compared, so that a value comes back as exactly the same double. */
export class ValueDictionary {
  /** Distinct values by number. */
  readonly values = new Float64Array(1 << 16);
  size = 0;
  readonly #slots = new Int32Array(1 << 18);
  readonly #value = new Float64Array(1);
  readonly #words = new Uint32Array(this.#value.buffer);

  /**
   * Writes the number of each of `values[0 .. count)` that is not NaN to `codes`, without gaps; returns how
   * many there are, or -1 when there are too many distinct ones for a dictionary to pay.
   */
  encode(values: Float64Array, count: number, codes: Uint32Array): number {
    this.#slots.fill(0);
    this.size = 0;
    const limit = Math.min(this.values.length, (count >>> 1) + 16);
    const slots = this.#slots, known = this.values, words = this.#words;
    const mask = slots.length - 1;
    let written = 0, size = 0, last = NaN, lastCode = 0;
    for (let i = 0; i < count; i++) {
      const value = values[i];
      if (value !== value) continue;
      if (value === last && value !== 0) {
        codes[written++] = lastCode;
        continue;
      }
      this.#value[0] = value;
      let slot = (Math.imul(words[0], 0x9e3779b1) ^ Math.imul(words[1], 0x85ebca6b)) >>> 0;
      slot = (slot ^ (slot >>> 15)) & mask;
      let code = slots[slot] - 1;
      while (code >= 0 && !Object.is(known[code], value)) {
        slot = (slot + 1) & mask;
        code = slots[slot] - 1;
      }
      if (code < 0) {
        if (size === limit) return -1;
        code = size++;
        known[code] = value;
        slots[slot] = size;
      }
      codes[written++] = lastCode = code;
      last = value;
    }
    this.size = size;
    return written;
  }
}
