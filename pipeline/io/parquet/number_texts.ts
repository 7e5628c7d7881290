// Numbers the texts that a row group has among all texts of a table.

import { kernelOver, workArray } from "../../transform/columns/column_kernel.ts";
import { recode } from "../../transform/columns/recode.ts";
import { rankByCount } from "./rank_by_count.ts";

/** What {@link TextNumbering.number} is to do. */
export interface TextNumberingTask {
  readonly rows: number;
  /** Whether code 0 is null. */
  readonly isOptional: boolean;
  /** Number of texts in the table. */
  readonly texts: number;
}

/** A row group's own dictionary of a text column; its memory is used again for every column. */
export class TextNumbering {
  /** Rows that are not null. */
  count = 0;
  /** The dictionary's entry of each of these rows, without gaps. */
  codes: Uint32Array = workArray(Uint32Array, 0);
  /** Entries of the dictionary. */
  size = 0;
  /** The table's code of each entry. */
  order: Uint32Array = new Uint32Array(0);
  /** How often each entry occurs. */
  counts: Uint32Array = new Uint32Array(0);
  /** By the table's code, 0 between two uses: entry + 1. */
  #entries: Uint32Array = new Uint32Array(0);

  /** Numbers `tableCodes[0 .. rows)`: in byte order if they ascend, else the most frequent first. */
  number(tableCodes: Uint32Array, { rows, isOptional, texts }: TextNumberingTask): void {
    if (this.codes.length < rows) this.codes = workArray(Uint32Array, rows);
    // What ranking has left has only as many places as that dictionary had entries.
    if (this.order.length < rows) {
      this.order = workArray(Uint32Array, rows);
      this.counts = workArray(Uint32Array, rows);
    }
    const input = tableCodes.subarray(0, rows);
    if (this.#numberAscending(input, isOptional)) return;
    this.#numberByAppearance(input, isOptional, texts);
    this.#rank();
  }

  /** Numbers runs of one text after the other; returns false when a text comes before a smaller one. */
  #numberAscending(tableCodes: Uint32Array, isOptional: boolean): boolean {
    const { codes, order, counts } = this, rows = tableCodes.length;
    let size = 0, count = 0;
    for (let row = 0, previous = -1; row < rows;) {
      const code = tableCodes[row];
      if (code < previous) return false;
      let end = row + 1;
      while (end < rows && tableCodes[end] === code) end++;
      if (!isOptional || code !== 0) {
        codes.fill(size, count, count + end - row);
        count += end - row;
        order[size] = code;
        counts[size++] = end - row;
      }
      previous = code;
      row = end;
    }
    this.size = size;
    this.count = count;
    return true;
  }

  #numberByAppearance(tableCodes: Uint32Array, isOptional: boolean, texts: number): void {
    if (this.#entries.length < texts) this.#entries = workArray(Uint32Array, texts);
    const { codes, order, counts } = this, entries = this.#entries, rows = tableCodes.length;
    const kernel = kernelOver(tableCodes, entries, codes, order, counts);
    if (kernel !== null) {
      this.size = kernel.numberTexts(
        tableCodes.byteOffset,
        rows,
        isOptional ? 1 : 0,
        entries.byteOffset,
        codes.byteOffset,
        order.byteOffset,
        counts.byteOffset,
      );
      this.count = kernel.written.value;
      return;
    }
    let size = 0, count = 0;
    for (let row = 0; row < rows; row++) {
      const code = tableCodes[row];
      if (code === 0 && isOptional) continue;
      let entry = entries[code];
      if (entry === 0) {
        order[size] = code;
        counts[size] = 0;
        entries[code] = entry = ++size;
      }
      counts[entry - 1]++;
      codes[count++] = entry - 1;
    }
    for (let i = 0; i < size; i++) entries[order[i]] = 0;
    this.size = size;
    this.count = count;
  }

  #rank(): void {
    const { codes, counts, order, count } = this;
    const ranking = rankByCount(counts, this.size), { ranks } = ranking;
    recode(codes, count, ranks);
    const ordered = ranking.order.map((entry) => order[entry]);
    const counted = ranking.order.map((entry) => counts[entry]);
    order.set(ordered);
    counts.set(counted);
  }
}
