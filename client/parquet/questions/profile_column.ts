// What a column holds: missing values, different ones, range, mean, histogram, the most frequent values.

import { compareKeys, type Key } from "../values/cell.ts";
import { doubleOf, keyReaderOf, tellKey } from "../values/column_keys.ts";
import type { ParquetTable } from "../file/parquet_table.ts";
import { forEachPart, type Pace, type Selection } from "./selection.ts";

/** Up to so many different values are counted one by one. */
const MAX_COUNTED = 100_000;
const BINS = 32;
const TOP = 8;

/** A column over the selected rows. */
export interface ColumnProfile {
  readonly column: string;
  readonly rows: number;
  readonly nulls: number;
  readonly distinct: number;
  readonly isDistinctExact: boolean;
  readonly min: Key;
  readonly max: Key;
  /** Of numbers and times; null without any. */
  readonly mean: number | null;
  /** From `min` to `max` in equal steps, of numbers and times; the last bin holds `max`. */
  readonly bins: readonly number[] | null;
  /** Most frequent first; null when there are too many to count. */
  readonly top: readonly { readonly key: Key; readonly rows: number }[] | null;
}

/** @throws {Error} the column cannot be read */
export async function profileColumn(
  table: ParquetTable,
  selection: Selection,
  { column, pace }: { readonly column: string; readonly pace: Pace },
): Promise<ColumnProfile> {
  const { kind } = table.column(column), { form, tell } = table.stored(column);
  const read = keyReaderOf(form, tell);
  const isNumeric = kind === "number" || kind === "time";
  const numbers = new Float64Array(isNumeric ? selection.count : 0);
  const tally = new Tally();
  let filled = 0;
  await forEachPart(table, { selection, columns: [column], pace }, ([values], at, part) => {
    const count = at?.length ?? part.rowEnd - part.rowStart;
    for (let i = 0; i < count; i++) {
      const key = read(values![at === null ? i : at[i]!]);
      tally.add(key);
      if (isNumeric && key !== null && Number.isFinite(Number(key))) {
        numbers[filled++] = Number(key);
      }
    }
  });
  const shown = numbers.subarray(0, filled), result = tally.result();
  return {
    ...{ column, rows: selection.count, ...result },
    ...{ min: tellKey(form, result.min), max: tellKey(form, result.max) },
    top: result.top?.map(({ key, rows }) => ({ key: tellKey(form, key), rows })) ?? null,
    mean: filled === 0 ? null : doubleOf(form, sumOf(shown) / filled),
    bins: filled === 0 ? null : binsOf(shown),
  };
}

class Tally {
  readonly #counts = new Map<Key, number>();
  readonly #estimate = new DistinctEstimate();
  #nulls = 0;
  #isFull = false;
  #min: Key = null;
  #max: Key = null;

  add(key: Key): void {
    if (key === null) {
      this.#nulls++;
      return;
    }
    const known = this.#counts.get(key);
    if (known !== undefined) {
      this.#counts.set(key, known + 1);
      return;
    }
    this.#estimate.add(key);
    if (this.#counts.size < MAX_COUNTED) this.#counts.set(key, 1);
    else this.#isFull = true;
    if (Number.isNaN(key)) return;
    if (this.#min === null || compareKeys(key, this.#min) < 0) this.#min = key;
    if (this.#max === null || compareKeys(key, this.#max) > 0) this.#max = key;
  }

  result() {
    const top = [...this.#counts]
      .sort(([a, m], [b, n]) => n - m || compareKeys(a, b)).slice(0, TOP)
      .map(([key, rows]) => ({ key, rows }));
    return {
      ...{ nulls: this.#nulls, min: this.#min, max: this.#max },
      distinct: this.#isFull ? this.#estimate.count() : this.#counts.size,
      isDistinctExact: !this.#isFull,
      top: this.#isFull ? null : top,
    };
  }
}

function binsOf(numbers: Float64Array): number[] {
  let min = Infinity, max = -Infinity;
  for (const number of numbers) {
    if (number < min) min = number;
    if (number > max) max = number;
  }
  if (min === max) return [numbers.length];
  const bins = Array.from({ length: BINS }, () => 0);
  const step = (max - min) / BINS;
  for (const number of numbers) bins[Math.min(BINS - 1, Math.floor((number - min) / step))]!++;
  return bins;
}

/** Neumaier's sum: as exact as if it were made with twice the digits. */
export function sumOf(numbers: Iterable<number>): number {
  let sum = 0, lost = 0;
  for (const number of numbers) {
    const next = sum + number;
    lost += Math.abs(sum) >= Math.abs(number) ? (sum - next) + number : (number - next) + sum;
    sum = next;
  }
  return sum + lost;
}

const BITS = 14;
const REGISTERS = 1 << BITS;
/** The correction for this many registers, from the paper. */
const ALPHA = 0.7213 / (1 + 1.079 / REGISTERS);

/** Off by 0.8 % as a rule (standard error). */
export class DistinctEstimate {
  readonly #registers = new Uint8Array(REGISTERS);
  readonly #number = new DataView(new ArrayBuffer(8));

  add(key: Key): void {
    const hash = this.#hash(key);
    const rest = (hash << BITS) | (1 << (BITS - 1)); // ends the count of zeros
    const zeros = Math.clz32(rest) + 1;
    const register = hash >>> (32 - BITS);
    if (zeros > this.#registers[register]!) this.#registers[register] = zeros;
  }

  count(): number {
    let sum = 0, empty = 0;
    for (const zeros of this.#registers) {
      sum += 2 ** -zeros;
      if (zeros === 0) empty++;
    }
    const raw = ALPHA * REGISTERS * REGISTERS / sum;
    if (raw <= 2.5 * REGISTERS && empty > 0) {
      return Math.round(REGISTERS * Math.log(REGISTERS / empty));
    }
    const space = 2 ** 32; // hashes of 32 bits meet when there are many
    return Math.round(raw > space / 30 ? -space * Math.log(1 - raw / space) : raw);
  }

  #hash(key: Key): number {
    let hash = 0x811c9dc5;
    if (typeof key === "number") {
      this.#number.setFloat64(0, key);
      hash = Math.imul(hash ^ this.#number.getUint32(0), 0x01000193);
      hash = Math.imul(mix(hash) ^ this.#number.getUint32(4), 0x01000193);
    } else {
      const text = String(key);
      for (let i = 0; i < text.length; i++) {
        hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
      }
    }
    return mix(hash);
  }
}

/** The last step of MurmurHash3: every bit in depends on every bit out. */
function mix(hash: number): number {
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
