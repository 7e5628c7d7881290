// Rows of a file in the order they are shown.

import type { ParquetTable, Part, Values } from "../file/parquet_table.ts";

/** `rows`: places within the file; null for all of them as they stand. */
export interface Selection {
  readonly rows: Uint32Array | null;
  readonly count: number;
  /** Row groups that were looked into, and that statistics ruled out. */
  readonly groupsRead: number;
  readonly groupsSkipped: number;
}

/** Work that takes long stops when a newer question makes it needless. */
export interface Pace {
  readonly signal: AbortSignal;
  /** Share that is done, 0 to 1. */
  readonly onProgress: (share: number) => void;
}

/** Goes through the selected rows part by part: `at` are places within the part, null for all. */
export async function forEachPart(
  table: ParquetTable,
  { selection, columns, pace }: {
    readonly selection: Selection;
    readonly columns: readonly string[];
    readonly pace: Pace;
  },
  visit: (values: readonly Values[], at: Uint32Array | null, part: Part) => void,
): Promise<void> {
  const sorted = selection.rows === null ? null : selection.rows.toSorted();
  let next = 0, done = 0;
  for (const part of table.parts) {
    pace.signal.throwIfAborted();
    pace.onProgress(done++ / table.parts.length);
    let at: Uint32Array | null = null;
    if (sorted !== null) {
      const from = next;
      while (next < sorted.length && sorted[next]! < part.rowEnd) next++;
      if (next === from) continue;
      at = sorted.subarray(from, next).map((row) => row - part.rowStart);
    }
    const values = await Promise.all(columns.map((column) => table.read(column, part)));
    visit(values, at, part);
  }
  pace.onProgress(1);
}

/** Cells of some rows in their order, by column, as they are shown. */
export async function readCells(
  table: ParquetTable,
  rows: ArrayLike<number>,
  columns: readonly string[],
  onProgress: Pace["onProgress"] = () => {},
): Promise<unknown[][]> {
  const cells = await readStored(table, rows, columns, onProgress);
  return cells.map((column, i) => column.map(table.stored(columns[i]!).tell));
}

/** The same as they are stored; sorted rows may lie in every part of a file. */
export async function readStored(
  table: ParquetTable,
  rows: ArrayLike<number>,
  columns: readonly string[],
  onProgress: Pace["onProgress"] = () => {},
): Promise<unknown[][]> {
  const places = Array.from(rows, (row) => ({ row, part: table.partOf(row) }));
  const parts = new Map(places.map(({ part }) => [part, [] as number[]]));
  places.forEach(({ part }, i) => parts.get(part)!.push(i));
  const cells: unknown[][] = columns.map(() => new Array(places.length).fill(null));
  let done = 0;
  for (const [part, shown] of parts) {
    onProgress(done++ / parts.size);
    const last = shown.reduce((most, i) => Math.max(most, places[i]!.row), 0);
    const values = await Promise.all(columns.map((column) => table.readTo(column, part, last)));
    for (const i of shown) {
      const at = places[i]!.row - part.rowStart;
      values.forEach((column, c) => cells[c]![i] = column[at] ?? null);
    }
  }
  return cells;
}

/** The rows from `from` to `to` of a selection, as places within the file. */
export function rowsOf({ rows, count }: Selection, from: number, to: number): ArrayLike<number> {
  const end = Math.min(to, count);
  return rows?.subarray(from, end) ??
    Array.from({ length: Math.max(0, end - from) }, (_, i) => from + i);
}
