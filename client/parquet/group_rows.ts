// Groups selected rows by one or two columns: how many rows, and sum and mean of a third column.

import { compareKeys, type Key, keyOf } from "./cell.ts";
import type { ParquetTable } from "./parquet_table.ts";
import { forEachPart, type Pace, type Selection } from "./selection.ts";

/** Groups that are told; most rows first. */
const MAX_TOLD = 500;
/** A browser's memory has an end. */
const MAX_GROUPS = 1_000_000;

const DAY_MS = 86_400_000;

/** One group; times are grouped by day (UTC). `values` counts the measure's values that are there; without any, sum and mean are null. */
export interface RowGroupTotal {
  readonly keys: readonly Key[];
  readonly rows: number;
  readonly values: number;
  readonly sum: number | null;
  readonly mean: number | null;
}

/** The groups with most rows, and how many there are in all. */
export interface Grouping {
  readonly by: readonly string[];
  readonly measure: string | null;
  readonly groups: readonly RowGroupTotal[];
  readonly groupCount: number;
}

interface Running {
  readonly keys: readonly Key[];
  rows: number;
  values: number;
  sum: number;
  lost: number;
}

/** @throws {Error} a column cannot be read, or there are too many groups: told in words */
export async function groupRows(
  table: ParquetTable,
  selection: Selection,
  { by, measure, pace }: {
    readonly by: readonly string[];
    readonly measure: string | null;
    readonly pace: Pace;
  },
): Promise<Grouping> {
  const groups = new Map<Key, Map<Key, Running>>();
  let groupCount = 0;
  const columns = [...by, ...measure === null ? [] : [measure]];
  for (const column of columns) table.column(column);
  const readers = by.map((name) => table.column(name).kind === "time" ? dayOf : keyOf);
  const runningOf = (first: Key, second: Key): Running => {
    let inner = groups.get(first);
    if (inner === undefined) groups.set(first, inner = new Map());
    let running = inner.get(second);
    if (running === undefined) {
      if (++groupCount > MAX_GROUPS) {
        throw new Error(`Cannot group by ${by.join(" and ")}: there are over 1,000,000 groups.`);
      }
      const keys = by.length === 1 ? [first] : [first, second];
      inner.set(second, running = { keys, rows: 0, values: 0, sum: 0, lost: 0 });
    }
    return running;
  };
  await forEachPart(table, { selection, columns, pace }, (values, at, part) => {
    const count = at?.length ?? part.rowEnd - part.rowStart;
    for (let i = 0; i < count; i++) {
      const place = at === null ? i : at[i]!;
      const second = by.length === 1 ? null : readers[1]!(values[1]![place]);
      const running = runningOf(readers[0]!(values[0]![place]), second);
      running.rows++;
      if (measure !== null) addValue(running, keyOf(values[by.length]![place]));
    }
  });
  const all = [...groups.values()].flatMap((inner) => [...inner.values()])
    .sort((a, b) => b.rows - a.rows || compareAll(a.keys, b.keys));
  return { by, measure, groupCount, groups: all.slice(0, MAX_TOLD).map(conclude) };
}

function dayOf(value: unknown): Key {
  const key = keyOf(value);
  return typeof key === "number" ? Math.floor(key / DAY_MS) * DAY_MS : key;
}

/** Neumaier's sum, one value more. */
function addValue(running: Running, key: Key): void {
  const value = typeof key === "boolean" ? Number(key) : key;
  if (typeof value !== "number" && typeof value !== "bigint" || Number.isNaN(value)) return;
  const number = Number(value), { sum } = running, next = sum + number;
  running.lost += Math.abs(sum) >= Math.abs(number) ? (sum - next) + number : (number - next) + sum;
  running.sum = next;
  running.values++;
}

function conclude({ keys, rows, values, sum, lost }: Running): RowGroupTotal {
  const total = values === 0 ? null : sum + lost;
  return { keys, rows, values, sum: total, mean: total === null ? null : total / values };
}

function compareAll(a: readonly Key[], b: readonly Key[]): number {
  for (let i = 0; i < a.length; i++) {
    const order = compareKeys(a[i]!, b[i]!);
    if (order !== 0) return order;
  }
  return 0;
}
