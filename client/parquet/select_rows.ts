// Finds the rows that keep all conditions; row groups whose statistics rule them out are not read.

import { keyOf } from "./cell.ts";
import { compileCondition, type Condition } from "./condition.ts";
import type { ParquetTable, Part } from "./parquet_table.ts";
import type { Pace, Selection } from "./selection.ts";

/** @throws {Error} a condition cannot be asked, or a column not be read: told in words */
export async function selectRows(
  table: ParquetTable,
  conditions: readonly Condition[],
  pace: Pace,
): Promise<Selection> {
  const groups = table.shape.groups.length;
  if (conditions.length === 0) {
    return { rows: null, count: table.shape.rows, groupsRead: 0, groupsSkipped: 0 };
  }
  const tests = conditions.map((condition) => ({
    column: condition.column,
    ...compileCondition(condition, table.column(condition.column).kind),
  }));
  const wanted = table.shape.groups.map(({ chunks, rows }) =>
    tests.every(({ column, mayMatch }) => {
      const chunk = chunks.find((chunk) => chunk.column === column);
      return chunk === undefined || mayMatch(chunk, rows);
    })
  );
  const found: Uint32Array[] = [];
  let count = 0;
  for (const [index, part] of table.parts.entries()) {
    if (!wanted[part.group]) continue;
    pace.signal.throwIfAborted();
    pace.onProgress(index / table.parts.length);
    const rows = await matchesIn(table, part, tests);
    found.push(rows);
    count += rows.length;
  }
  const rows = new Uint32Array(count);
  let at = 0;
  for (const part of found) {
    rows.set(part, at);
    at += part.length;
  }
  pace.onProgress(1);
  const groupsRead = wanted.filter((isWanted) => isWanted).length;
  return { rows, count, groupsRead, groupsSkipped: groups - groupsRead };
}

/** A column is read only while rows are left that keep the conditions before. */
async function matchesIn(
  table: ParquetTable,
  part: Part,
  tests: readonly { readonly column: string; readonly matches: (key: never) => boolean }[],
): Promise<Uint32Array> {
  let rows = Uint32Array.from({ length: part.rowEnd - part.rowStart }, (_, i) => part.rowStart + i);
  for (const { column, matches } of tests) {
    if (rows.length === 0) break;
    const values = await table.read(column, part);
    rows = rows.filter((row) => matches(keyOf(values[row - part.rowStart]) as never));
  }
  return rows;
}
