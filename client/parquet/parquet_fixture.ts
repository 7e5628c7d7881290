// Makes the Parquet files of the tests that no common writer writes: any schema, and any footer.

import type { DecodedArray, SchemaElement } from "hyparquet";
import { deserializeTCompactProtocol } from "hyparquet/src/thrift.js";
import { parquetWriteBuffer } from "hyparquet-writer";
import { ByteWriter } from "hyparquet-writer/src/bytewriter.js";
import { serializeTCompactProtocol } from "hyparquet-writer/src/thrift.js";
import { openBlob } from "./file/byte_source.ts";
import type { Condition, Operator } from "./questions/condition.ts";
import { cellText } from "./values/cell.ts";
import { ParquetTable } from "./file/parquet_table.ts";
import { selectRows } from "./questions/select_rows.ts";
import { type Pace, readCells, type Selection } from "./questions/selection.ts";

/** A column: its element of the schema, or several for a nested one, and its values as they are stored. */
export interface MadeColumn {
  readonly schema: readonly SchemaElement[];
  readonly data: readonly unknown[];
}

/** A flat column that may have missing values. */
export function column(name: string, type: Partial<SchemaElement>, data: unknown[]): MadeColumn {
  return { schema: [{ name, repetition_type: "OPTIONAL", ...type }], data };
}

/** The bytes of a file; `groupRows`: rows of each row group. */
export function makeFile(
  columns: readonly MadeColumn[],
  groupRows = 1000,
): Uint8Array<ArrayBuffer> {
  const root: SchemaElement = { name: "root", num_children: columns.length };
  return new Uint8Array(parquetWriteBuffer({
    schema: [root, ...columns.flatMap(({ schema }) => schema)],
    columnData: columns.map(({ schema, data }) => ({
      ...{ name: schema[0]!.name, data: data as DecodedArray },
      statistics: !/INTERVAL|BSON/.test(schema[0]!.converted_type ?? ""),
    })),
    rowGroupSize: groupRows,
    codec: "UNCOMPRESSED",
  }));
}

/** A struct of Thrift by its fields' numbers, to be changed. */
// deno-lint-ignore no-explicit-any -- a footer has fields of a dozen types
export type RawFooter = Record<`field_${number}`, any>;

/** The same file with another footer. */
export function withFooter(
  file: Uint8Array<ArrayBuffer>,
  change: (footer: RawFooter) => void,
): Uint8Array<ArrayBuffer> {
  const view = new DataView(file.buffer), bytes = view.getUint32(file.length - 8, true);
  const start = file.length - 8 - bytes;
  const footer: RawFooter = deserializeTCompactProtocol({ view, offset: start });
  change(footer);
  const writer = new ByteWriter();
  serializeTCompactProtocol(writer, sorted(footer) as never);
  const changed = writer.getBytes(), length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, changed.length, true);
  return Uint8Array.of(...file.subarray(0, start), ...changed, ...length, ...file.subarray(-4));
}

/** Fields are written in the order of their numbers. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
  const numberOf = (name: string) => Number(name.slice("field_".length));
  const fields = Object.entries(value).filter(([, of]) => of !== undefined)
    .sort(([a], [b]) => numberOf(a) - numberOf(b));
  return Object.fromEntries(fields.map(([name, of]) => [name, sorted(of)]));
}

export const pace: Pace = { signal: new AbortController().signal, onProgress: () => {} };

export async function openFile(bytes: Uint8Array<ArrayBuffer>): Promise<ParquetTable> {
  return await ParquetTable.open(openBlob(new Blob([bytes])));
}

export function allOf({ shape }: ParquetTable): Selection {
  return { rows: null, count: shape.rows, groupsRead: 0, groupsSkipped: 0 };
}

/** A column's cells as they are shown; null for missing ones. */
export async function textsOf(table: ParquetTable, name: string): Promise<(string | null)[]> {
  const rows = Array.from({ length: table.shape.rows }, (_, row) => row);
  const [cells] = await readCells(table, rows, [name]);
  return cells!.map((value) => value === null ? null : cellText(value));
}

/** The rows that keep a condition. */
export async function find(
  table: ParquetTable,
  name: string,
  operator: Operator,
  ...values: string[]
): Promise<number[]> {
  const condition: Condition = { column: name, operator, values };
  return [...(await selectRows(table, [condition], pace)).rows!];
}
