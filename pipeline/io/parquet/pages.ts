// Cuts a column chunk into data pages of so many rows that a reader of one user's rows can skip most.

import type { ByteBuffer } from "./byte_buffer.ts";
import { appendDefinitionLevels } from "./definition_levels.ts";

/** Rows of a data page; eight rows of booleans share a byte. */
export const PAGE_ROWS = 1 << 14;

/** Whether a row has a value; null where every row must have one. */
export type Presence = ((row: number) => boolean) | null;

/** A column chunk, of whose rows `count` have a value. */
export interface ChunkRows {
  readonly rows: number;
  readonly count: number;
  readonly isPresent: Presence;
}

/** A data page's rows `from .. to`, and the chunk's values `firstValue .. endValue` that they have. */
export interface PageRows {
  readonly from: number;
  readonly to: number;
  readonly firstValue: number;
  readonly endValue: number;
}

/** The pages of a chunk in their order. */
export function* pagesOf({ rows, count, isPresent }: ChunkRows): Generator<PageRows> {
  let firstValue = 0;
  for (let from = 0; from < rows; from += PAGE_ROWS) {
    const to = Math.min(rows, from + PAGE_ROWS);
    let endValue = firstValue;
    if (count === rows || isPresent === null) endValue += to - from;
    else if (count > 0) {
      for (let row = from; row < to; row++) if (isPresent(row)) endValue++;
    }
    yield { from, to, firstValue, endValue };
    firstValue = endValue;
  }
}

/** Begins a page of an optional column with the levels that tell its nulls; others have none. */
export function appendPageLevels(
  out: ByteBuffer,
  isPresent: Presence,
  { from, to, firstValue, endValue }: PageRows,
): void {
  if (isPresent === null) return;
  appendDefinitionLevels(out, {
    rows: to - from,
    count: endValue - firstValue,
    isPresent: (row) => isPresent(from + row),
  });
}
