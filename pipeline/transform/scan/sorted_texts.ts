// A dictionary in byte order, as it leaves its thread.

import { reorderTexts } from "./reorder_texts.ts";
import { sortTexts } from "./sort_texts.ts";
import type { TextTable } from "./text_interner.ts";

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
