// Merges the dictionaries that several threads made of one column into one, in byte order.

import { compareTexts } from "./sort_texts.ts";
import type { TextTable } from "./sort_texts.ts";

/** One dictionary for all, and for each source the merged code of each of its texts. */
export interface MergedTexts {
  readonly table: TextTable;
  readonly codes: readonly Uint32Array[];
}

/** Merges tables whose texts are in byte order. The merged table lies in shared memory. */
export function mergeTexts(tables: readonly TextTable[]): MergedTexts {
  const codes = tables.map((table) => new Uint32Array(table.offsets.length - 1));
  const next = tables.map(() => 0);
  // Where each merged text comes from, as table and code, until the sizes are known.
  const origins: number[] = [];
  let sizeBytes = 0;
  for (;;) {
    let least = -1;
    for (let t = 0; t < tables.length; t++) {
      if (next[t] === codes[t].length) continue;
      if (least < 0 || compareTexts(tables[t], next[t], tables[least], next[least]) < 0) least = t;
    }
    if (least < 0) break;
    const table = tables[least], code = next[least];
    for (let t = least; t < tables.length; t++) {
      if (next[t] === codes[t].length) continue;
      if (t !== least && compareTexts(tables[t], next[t], table, code) !== 0) continue;
      codes[t][next[t]++] = origins.length / 2;
    }
    origins.push(least, code);
    sizeBytes += table.offsets[code + 1] - table.offsets[code];
  }
  return { table: copyTexts(tables, origins, sizeBytes), codes };
}

function copyTexts(
  tables: readonly TextTable[],
  origins: readonly number[],
  sizeBytes: number,
): TextTable {
  const bytes = new Uint8Array(new SharedArrayBuffer(sizeBytes));
  const offsets = new Float64Array(new SharedArrayBuffer(8 * (origins.length / 2 + 1)));
  let end = 0;
  for (let i = 0; i < origins.length; i += 2) {
    const { bytes: source, offsets: from } = tables[origins[i]];
    const code = origins[i + 1];
    bytes.set(source.subarray(from[code], from[code + 1]), end);
    end += from[code + 1] - from[code];
    offsets[i / 2 + 1] = end;
  }
  return { bytes, offsets };
}

/** The code of a text in a table in byte order, or -1. */
export function findText(table: TextTable, text: string): number {
  const bytes = new TextEncoder().encode(text);
  const wanted: TextTable = { bytes, offsets: Float64Array.of(0, bytes.length) };
  let low = 0, high = table.offsets.length - 2;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const order = compareTexts(table, middle, wanted, 0);
    if (order === 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
