// Numbers the distinct doubles of a column chunk in the order in which they come.

import { type ColumnKernel, kernelOver, workArray } from "../../transform/columns/column_kernel.ts";
import type { CodedNumbers } from "../../transform/coded_numbers.ts";

/** What {@link NumberDictionary.encode} is to do. */
export interface NumberDictionaryTask {
  /** Receives the code of each value that is not null, without gaps. */
  readonly codes: Uint32Array;
  /** More distinct values than these are given up. */
  readonly maxSize: number;
  /** NaN is null; otherwise each NaN is a value of its own. */
  readonly isNullable: boolean;
}

/** Stands for no entry. */
const NULL = 0xffff_ffff;

/**
 * An open-addressing hash table that is used again for every column. Zeros of both signs are one value:
 * no output column has a −0.
 */
export class NumberDictionary {
  /** Distinct values by code. */
  values: Float64Array = workArray(Float64Array, 1 << 12);
  /** How often each value occurs, by code. */
  counts: Uint32Array = workArray(Uint32Array, 1 << 12);
  size = 0;
  /** Values by hash, NaN where there is none; at most half of the slots are taken. */
  #slotValues = workArray(Float64Array, 1 << 13);
  #slotCodes = workArray(Uint32Array, 1 << 13);
  #written = 0;
  #entries: Uint32Array = new Uint32Array(0);

  /** Numbers `values[0 .. rows)`; returns how many are not null, or -1 for too many distinct ones. */
  encode(values: Float64Array, rows: number, task: NumberDictionaryTask): number {
    this.#slotValues.fill(NaN);
    this.size = 0;
    this.#written = 0;
    const input = values.subarray(0, rows);
    for (let row = 0; (row = this.#encodeFrom(row, input, task)) < rows;) {
      if (this.size === task.maxSize) return -1;
      this.#grow();
    }
    this.#count(task.codes);
    return this.#written;
  }

  /** The same for numbers that have codes already: only the values of the codes are looked up. */
  encodeCoded(numbers: CodedNumbers, rows: number, task: NumberDictionaryTask): number {
    const { values, size } = numbers;
    // The second half receives the entries of the codes that are not null, without gaps.
    if (this.#entries.length < 2 * size) this.#entries = workArray(Uint32Array, 2 * size);
    const entryOf = this.#entries.subarray(0, size), entries = this.#entries.subarray(size);
    if (this.encode(values, size, { ...task, codes: entries }) < 0) return -1;
    const { counts } = this;
    counts.fill(0, 0, this.size);
    for (let code = 0, next = 0; code < size; code++) {
      if (task.isNullable && values[code] !== values[code]) entryOf[code] = NULL;
      else counts[entryOf[code] = entries[next++]] += numbers.counts[code];
    }
    return spread(entryOf, numbers.codes.subarray(0, rows), task.codes);
  }

  /** Goes on until a value has no place; returns its row. Fields are read once: this is the hot loop. */
  #encodeFrom(from: number, values: Float64Array, task: NumberDictionaryTask): number {
    const { codes, isNullable } = task, maxSize = Math.min(task.maxSize, this.values.length);
    const rows = values.length, words = new Uint32Array(values.buffer, values.byteOffset, 2 * rows);
    const slotValues = this.#slotValues, slotCodes = this.#slotCodes, known = this.values;
    const mask = slotValues.length - 1;
    const kernel = kernelOver(values, codes, known, slotValues, slotCodes);
    if (kernel !== null) return this.#encodeByKernel(kernel, from, values, { ...task, maxSize });
    let row = from, { size } = this, written = this.#written;
    search: for (; row < rows; row++) {
      const value = values[row];
      if (isNullable && value !== value) continue;
      let slot = hashWords(words[2 * row], words[2 * row + 1]) & mask;
      for (let there = slotValues[slot]; there !== value; there = slotValues[slot]) {
        if (there !== there) {
          if (size === maxSize) break search;
          slotValues[slot] = known[size] = value;
          slotCodes[slot] = size++;
          break;
        }
        slot = (slot + 1) & mask;
      }
      codes[written++] = slotCodes[slot];
    }
    this.size = size;
    this.#written = written;
    return row;
  }

  #encodeByKernel(
    kernel: ColumnKernel,
    from: number,
    values: Float64Array,
    { codes, maxSize, isNullable }: NumberDictionaryTask,
  ): number {
    kernel.size.value = this.size;
    kernel.written.value = this.#written;
    const row = kernel.encodeNumbers(
      values.byteOffset,
      from,
      values.length,
      codes.byteOffset,
      this.values.byteOffset,
      this.#slotValues.byteOffset,
      this.#slotCodes.byteOffset,
      this.#slotValues.length - 1,
      maxSize,
      isNullable ? 1 : 0,
    );
    this.size = kernel.size.value;
    this.#written = kernel.written.value;
    return row;
  }

  #count(codes: Uint32Array): void {
    const { counts } = this, written = this.#written;
    counts.fill(0, 0, this.size);
    const kernel = kernelOver(codes, counts);
    if (kernel !== null) return kernel.countCodes(codes.byteOffset, written, counts.byteOffset);
    for (let i = 0; i < written; i++) counts[codes[i]]++;
  }

  #grow(): void {
    const { values } = this;
    const capacity = values.length * 2;
    this.values = workArray(Float64Array, capacity);
    this.values.set(values);
    this.counts = workArray(Uint32Array, capacity);
    const slotValues = this.#slotValues = workArray(Float64Array, capacity * 2).fill(NaN);
    const slotCodes = this.#slotCodes = workArray(Uint32Array, capacity * 2);
    const words = new Uint32Array(this.values.buffer, this.values.byteOffset),
      mask = slotValues.length - 1;
    for (let code = 0; code < this.size; code++) {
      let slot = hashWords(words[2 * code], words[2 * code + 1]) & mask;
      while (slotValues[slot] === slotValues[slot]) slot = (slot + 1) & mask;
      slotValues[slot] = values[code];
      slotCodes[slot] = code;
    }
  }
}

/** Gives each row its code's entry and leaves out nulls; returns how many are left. */
function spread(entryOf: Uint32Array, codes: Uint32Array, target: Uint32Array): number {
  const kernel = kernelOver(entryOf, codes, target);
  if (kernel !== null) {
    const { byteOffset: entriesAt } = entryOf;
    return kernel.spreadEntries(entriesAt, codes.byteOffset, codes.length, target.byteOffset);
  }
  let written = 0;
  for (let row = 0; row < codes.length; row++) {
    const entry = entryOf[codes[row]];
    if (entry !== NULL) target[written++] = entry;
  }
  return written;
}

/** Quotients differ in all bits, round numbers only in the high ones: both words are mixed down. */
function hashWords(low: number, high: number): number {
  const mixed = Math.imul(low ^ Math.imul(high, 0x85ebca6b), 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}
