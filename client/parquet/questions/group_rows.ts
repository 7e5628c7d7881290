// Groups selected rows by one or two columns: how many rows, and sum and mean of a third column.

import { compareKeys, type Key } from "../values/cell.ts";
import { dayOf, doubleOf, keyReaderOf, tellKey } from "../values/column_keys.ts";
import { decimalText } from "../values/exact_decimal.ts";
import type { CellForm } from "../values/cell_form.ts";
import type { Column } from "../file/schema_node.ts";
import type { ParquetTable } from "../file/parquet_table.ts";
import { forEachPart, type Pace, type Selection } from "./selection.ts";

/** Groups that are told; most rows first. */
const MAX_TOLD = 500;
/** A browser's memory has an end. */
const MAX_GROUPS = 1_000_000;

/** One group; times are grouped by day (UTC). `values` counts the measure's values that are there; without any, sum and mean are null. */
export interface RowGroupTotal {
  readonly keys: readonly Key[];
  readonly rows: number;
  readonly values: number;
  readonly sum: number | null;
  readonly mean: number | null;
  /** The sum of whole and decimal numbers to its last digit; null for other numbers. */
  readonly exactSum: string | null;
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
  /** Of whole numbers: what `sum` could not hold any more. */
  whole: bigint;
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
  const stored = columns.map((name) => table.stored(name));
  const readers = stored.map(({ form, tell }) => keyReaderOf(form, tell));
  const readGroup = by.map((_, i) => groupReaderOf(stored[i]!, readers[i]!));
  const measured = stored[by.length];
  const add = measured !== undefined && isWhole(measured.form) ? addWhole : addValue;
  const runningOf = (first: Key, second: Key): Running => {
    let inner = groups.get(first);
    if (inner === undefined) groups.set(first, inner = new Map());
    let running = inner.get(second);
    if (running === undefined) {
      if (++groupCount > MAX_GROUPS) {
        throw new Error(`Cannot group by ${by.join(" and ")}: there are over 1,000,000 groups.`);
      }
      const keys = by.length === 1 ? [first] : [first, second];
      inner.set(second, running = { keys, rows: 0, values: 0, sum: 0, lost: 0, whole: 0n });
    }
    return running;
  };
  await forEachPart(table, { selection, columns, pace }, (values, at, part) => {
    const count = at?.length ?? part.rowEnd - part.rowStart;
    for (let i = 0; i < count; i++) {
      const place = at === null ? i : at[i]!;
      const second = by.length === 1 ? null : readGroup[1]!(values[1]![place]);
      const running = runningOf(readGroup[0]!(values[0]![place]), second);
      running.rows++;
      if (measure !== null) add(running, readers[by.length]!(values[by.length]![place]));
    }
  });
  const all = [...groups.values()].flatMap((inner) => [...inner.values()])
    .sort((a, b) => b.rows - a.rows || compareAll(a.keys, b.keys));
  const told = all.slice(0, MAX_TOLD).map((running) => ({
    ...conclude(running, measured?.form),
    keys: running.keys.map((key, i) =>
      readGroup[i] === readers[i] ? tellKey(stored[i]!.form, key) : key
    ),
  }));
  return { by, measure, groupCount, groups: told };
}

/** Times are grouped by day. Days are told at once, other keys once for each group. */
function groupReaderOf({ form }: Column, read: (value: unknown) => Key): (value: unknown) => Key {
  const isTime = form.kind === "instant" || form.kind === "date";
  return isTime ? (value) => dayOf(form, read(value)) : read;
}

function isWhole({ kind }: CellForm): boolean {
  return kind === "integer" || kind === "decimal";
}

/** Whole numbers are added exactly; those beside a double's are added apart. */
function addWhole(running: Running, key: Key): void {
  if (typeof key === "bigint") running.whole += key;
  else if (typeof key === "number") {
    const next = running.sum + key;
    if (Number.isSafeInteger(next)) running.sum = next;
    else {
      running.whole += BigInt(running.sum) + BigInt(key);
      running.sum = 0;
    }
  } else return;
  running.values++;
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

function conclude(
  { keys, rows, values, sum, lost, whole }: Running,
  form: CellForm | undefined,
): RowGroupTotal {
  const base = { keys, rows, values };
  if (values === 0 || form === undefined) return { ...base, sum: null, mean: null, exactSum: null };
  if (!isWhole(form)) {
    const total = sum + lost;
    return { ...base, sum: total, mean: total / values, exactSum: null };
  }
  const exact = whole + BigInt(sum);
  const exactSum = decimalText(exact, form.kind === "decimal" ? form.scale : 0);
  return { ...base, sum: Number(exactSum), mean: doubleOf(form, Number(exact) / values), exactSum };
}

function compareAll(a: readonly Key[], b: readonly Key[]): number {
  for (let i = 0; i < a.length; i++) {
    const order = compareKeys(a[i]!, b[i]!);
    if (order !== 0) return order;
  }
  return 0;
}
