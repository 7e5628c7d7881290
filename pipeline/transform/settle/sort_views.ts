// Puts the views of one user in their order: start, show, episode, duration; then what breaks ties.

import { COUNTRY, DEVICE, EPISODE, EVENT, SHOW } from "../scan/view_columns.ts";
import type { ViewTable } from "./view_table.ts";

/** Sorts the rows `[from, to)` of one user in place. Rows in order already are only looked at. */
export function sortViews(table: ViewTable, from: number, to: number): void {
  const { startMs } = table;
  let i = from + 1;
  while (
    i < to && (startMs[i - 1] < startMs[i] ||
      (startMs[i - 1] === startMs[i] && compareViews(table, i - 1, i) <= 0))
  ) i++;
  if (i >= to) return;
  const order = new Uint32Array(to - from);
  for (let k = 0; k < order.length; k++) order[k] = from + k;
  order.sort((a, b) => compareViews(table, a, b));
  permute(table.watchMinutes, order, from);
  permute(table.startMs, order, from);
  for (const codes of table.codes) if (codes !== null) permute(codes, order, from);
}

/** Order of two rows of one user: start, show, episode, duration, device, country, event id. */
export function compareViews(table: ViewTable, a: number, b: number): number {
  const { startMs, watchMinutes, codes } = table;
  return startMs[a] - startMs[b] || byCode(codes[SHOW], a, b) || byCode(codes[EPISODE], a, b) ||
    watchMinutes[a] - watchMinutes[b] || byCode(codes[DEVICE], a, b) ||
    byCode(codes[COUNTRY], a, b) || byCode(codes[EVENT], a, b);
}

/** Order by one text column; codes are in the byte order of their texts. */
export function byCode(codes: Uint32Array | null, a: number, b: number): number {
  return codes === null ? 0 : codes[a] - codes[b];
}

function permute(column: Uint32Array | Float64Array, order: Uint32Array, from: number): void {
  const sorted = column instanceof Float64Array
    ? new Float64Array(order.length)
    : new Uint32Array(order.length);
  for (let k = 0; k < order.length; k++) sorted[k] = column[order[k]];
  column.set(sorted, from);
}
