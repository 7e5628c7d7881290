// Finds the rows that keep all conditions; row groups whose statistics rule them out are not read.

import type { Key } from "../values/cell.ts";
import { keyReaderOf } from "../values/column_keys.ts";
import { compileCondition, type Condition, type Test } from "./condition.ts";
import type { ParquetTable, Part } from "../file/parquet_table.ts";
import type { Pace, Selection } from "./selection.ts";

interface ColumnTest extends Test {
  readonly column: string;
  readonly read: (stored: unknown) => Key;
}

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
  const tests = conditions.map((condition): ColumnTest => {
    const { form, tell } = table.stored(condition.column);
    const test = compileCondition(condition, form);
    return { column: condition.column, read: keyReaderOf(form, tell), ...test };
  });
  const wanted = table.shape.groups.map((_, group) =>
    tests.every(({ column, mayMatch }) => mayMatch(table.bounds(column, group)))
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
  tests: readonly ColumnTest[],
): Promise<Uint32Array> {
  let rows = Uint32Array.from({ length: part.rowEnd - part.rowStart }, (_, i) => part.rowStart + i);
  for (const { column, read, matches } of tests) {
    if (rows.length === 0) break;
    const values = await table.read(column, part);
    rows = rows.filter((row) => matches(read(values[row - part.rowStart])));
  }
  return rows;
}
