// A set of ids, one bit for each.

/** Ids from 1 on; grows as needed. */
export class IdMarks {
  #words = new Uint32Array(1_024);

  /** Answers 1 when the id was not marked yet, else 0. */
  add(id: number): number {
    const word = id >>> 5, bit = 1 << (id & 31);
    if (word >= this.#words.length) this.#grow(word);
    if ((this.#words[word] & bit) !== 0) return 0;
    this.#words[word] |= bit;
    return 1;
  }

  /** Marks ids, none of which is twice among them; answers how many were not marked yet. */
  addAll(ids: Uint32Array): number {
    let largest = 0;
    for (let i = 0; i < ids.length; i++) if (ids[i] > largest) largest = ids[i];
    if (largest >>> 5 >= this.#words.length) this.#grow(largest >>> 5);
    const words = this.#words;
    let added = 0;
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i], word = id >>> 5, before = words[word];
      words[word] = before | (1 << (id & 31));
      added += ((before >>> (id & 31)) & 1) ^ 1;
    }
    return added;
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

  #grow(word: number): void {
    const wider = new Uint32Array(word * 2);
    wider.set(this.#words);
    this.#words = wider;
  }
}
