// Copies a dictionary into another order.

import type { TextTable } from "./text_interner.ts";

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
