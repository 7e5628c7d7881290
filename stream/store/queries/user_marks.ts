// A set of users by id, one bit for each.

/** Ids from 1 on; grows as needed. */
export class UserMarks {
  #words = new Uint32Array(1_024);

  /** Answers 1 when the user was not marked yet, else 0. */
  add(id: number): number {
    const word = id >>> 5, bit = 1 << (id & 31);
    if (word >= this.#words.length) {
      const wider = new Uint32Array(word * 2);
      wider.set(this.#words);
      this.#words = wider;
    }
    if ((this.#words[word] & bit) !== 0) return 0;
    this.#words[word] |= bit;
    return 1;
  }

  /** How many of the ids are marked. */
  countOf(ids: Uint32Array): number {
    const words = this.#words;
    let count = 0;
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i], word = id >>> 5;
      if (word < words.length) count += (words[word] >>> (id & 31)) & 1;
    }
    return count;
  }

  clear(): void {
    this.#words.fill(0);
  }
}
