// A dictionary in byte order, as it leaves its thread.

import { sortTexts } from "./sort_texts.ts";
import type { TextTable } from "./sort_texts.ts";

/** Texts in the order of their bytes, the empty one first. */
export interface SortedTexts {
  readonly table: TextTable;
  /** By the code that a text had before: its place. */
  readonly ranks: Uint32Array;
}

/** Sorts a table in JavaScript: the kernel's reference, and for tables that are too large for it. */
export function sortByScript(table: TextTable): SortedTexts {
  const order = sortTexts(table);
  const ranks = new Uint32Array(order.length);
  for (let place = 0; place < order.length; place++) ranks[order[place]] = place;
  return { table: reorderTexts(table, order), ranks };
}

/** The texts of `table` in the order of the codes in `order`. */
export function reorderTexts(table: TextTable, order: Uint32Array): TextTable {
  const bytes = new Uint8Array(table.bytes.length);
  const offsets = new Float64Array(order.length + 1);
  let end = 0;
  for (let i = 0; i < order.length; i++) {
    const from = table.offsets[order[i]], to = table.offsets[order[i] + 1];
    // Most texts are short: a loop beats a view and a call.
    for (let at = from; at < to; at++) bytes[end++] = table.bytes[at];
    offsets[i + 1] = end;
  }
  return { bytes, offsets };
}
