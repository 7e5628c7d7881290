// Orders selected rows by a column. Missing values come last both ways; equal ones stay in the file's order.

import { compareKeys, type Key } from "./cell.ts";
import { keyReaderOf } from "./column_keys.ts";
import type { ParquetTable } from "./parquet_table.ts";
import { forEachPart, type Pace, type Selection } from "./selection.ts";

/** @throws {Error} the column is not there or cannot be read */
export async function sortRows(
  table: ParquetTable,
  selection: Selection,
  { column, isDescending, pace }: {
    readonly column: string;
    readonly isDescending: boolean;
    readonly pace: Pace;
  },
): Promise<Selection> {
  const { form, tell } = table.stored(column), read = keyReaderOf(form, tell);
  const rows = new Uint32Array(selection.count), codes = new Uint32Array(selection.count);
  // Values are numbered as they are met; then only the different ones need comparing.
  const codeOf = new Map<Key, number>();
  const groups = new Set<number>();
  let filled = 0;
  await forEachPart(table, { selection, columns: [column], pace }, ([values], at, part) => {
    groups.add(part.group);
    const count = at?.length ?? part.rowEnd - part.rowStart;
    for (let i = 0; i < count; i++) {
      const place = at === null ? i : at[i]!;
      const key = read(values![place]);
      let code = codeOf.get(key);
      if (code === undefined) codeOf.set(key, code = codeOf.size);
      rows[filled] = part.rowStart + place;
      codes[filled++] = code;
    }
  });
  const sorted = countingSort(rows, codes, rankCodes([...codeOf.keys()], isDescending));
  return { ...selection, rows: sorted, groupsRead: Math.max(selection.groupsRead, groups.size) };
}

/** The place of each code among the sorted keys. */
function rankCodes(keys: readonly Key[], isDescending: boolean): Uint32Array {
  const isLast = (key: Key) => key === null || Number.isNaN(key);
  const order = Uint32Array.from(keys, (_, code) => code).sort((a, b) => {
    const left = keys[a]!, right = keys[b]!;
    const flips = isDescending && !isLast(left) && !isLast(right);
    return flips ? compareKeys(right, left) : compareKeys(left, right);
  });
  const ranks = new Uint32Array(keys.length);
  order.forEach((code, rank) => ranks[code] = rank);
  return ranks;
}

function countingSort(rows: Uint32Array, codes: Uint32Array, ranks: Uint32Array): Uint32Array {
  const starts = new Uint32Array(ranks.length + 1);
  for (const code of codes) starts[ranks[code]! + 1]!++;
  for (let i = 1; i < starts.length; i++) starts[i]! += starts[i - 1]!;
  const sorted = new Uint32Array(rows.length);
  for (let i = 0; i < rows.length; i++) sorted[starts[ranks[codes[i]!]!]!++] = rows[i]!;
  return sorted;
}
