// Replaces the codes of a column by those of another dictionary.

import { kernelOver, workArray } from "./column_kernel.ts";

let table: Uint32Array = new Uint32Array(0);

/** Gives each of `codes[0 .. count)` the code that `recoded` has for it, in place. */
export function recode(codes: Uint32Array, count: number, recoded: Uint32Array): void {
  if (kernelOver(codes) !== null && table.length < recoded.length) {
    table = workArray(Uint32Array, 2 * recoded.length);
  }
  const kernel = kernelOver(codes, table);
  if (kernel !== null) {
    table.set(recoded);
    return kernel.recode(codes.byteOffset, count, table.byteOffset);
  }
  for (let i = 0; i < count; i++) codes[i] = recoded[codes[i]];
}
