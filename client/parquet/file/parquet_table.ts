// An open Parquet file: its footer, and its columns' values by row group, read when they are needed.

import { type Bounds, boundsOf, NO_BOUNDS } from "./bounds.ts";
import type { ByteSource } from "./byte_source.ts";
import { startZstd } from "./decompress.ts";
import { type ColumnShape, describeFile, type FileShape } from "./file_shape.ts";
import { readValues } from "./read_chunk.ts";
import { type Footer, readFooter } from "./read_footer.ts";
import { type Column, columnsOf } from "./schema_node.ts";
import { sayUnreadable } from "./unreadable_error.ts";

/** Values of a column as they are stored, in the order of rows. */
export type Values = ArrayLike<unknown>;

/** A row group larger than this is read in parts of this size. */
const PART_ROWS = 1 << 17;
/** Values that are kept decoded. */
const KEPT_VALUES = 6_000_000;

/** The beginning of a part can be had without decoding the rest: the first rows come at once. */
const BEGINNING_ROWS = 1_000;

/** A run of rows that is read at once: a row group, or a part of one. */
export interface Part {
  readonly group: number;
  readonly rowStart: number;
  readonly rowEnd: number;
}

/** Reads a file by column and part. */
export class ParquetTable {
  readonly shape: FileShape;
  readonly parts: readonly Part[];
  readonly source: ByteSource;
  readonly #footer: Footer;
  readonly #columns: ReadonlyMap<string, Column>;
  readonly #kept = new Map<string, Promise<Values>>();
  #keptValues = 0;

  private constructor(source: ByteSource, footer: Footer, columns: readonly Column[]) {
    this.source = source;
    this.#footer = footer;
    this.#columns = new Map(columns.map((column) => [column.name, column]));
    this.shape = describeFile(footer, columns, source.byteLength);
    this.parts = this.shape.groups.flatMap((group, index) => partsOf(index, group));
  }

  /** @throws {Error} it is no Parquet file, or one that cannot be read here: told in words */
  static async open(source: ByteSource): Promise<ParquetTable> {
    const footer = await readFooter(source);
    if (usesZstd(footer)) await startZstd();
    try {
      return new ParquetTable(source, footer, columnsOf(footer.schema));
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`This Parquet file is damaged: its footer does not add up (${why}).`, {
        cause,
      });
    }
  }

  /** @throws {Error} there is no such column */
  column(name: string): ColumnShape {
    return this.shape.columns.find((column) => column.name === name) ?? noColumn(name);
  }

  /** How a column's stored values are read and shown. @throws {Error} there is no such column */
  stored(name: string): Column {
    return this.#columns.get(name) ?? noColumn(name);
  }

  /** What statistics say of a column in a row group. */
  bounds(name: string, group: number): Bounds {
    const column = this.stored(name), { rows, chunks } = this.#footer.groups[group]!;
    const [leaf] = column.leaves;
    if (!column.isFlat || leaf === undefined) return { rows, ...NO_BOUNDS };
    const statistics = chunks[leaf.index]?.statistics ?? null;
    const hasTypeOrder = this.#footer.hasTypeOrder?.[leaf.index] ?? false;
    return { rows, ...boundsOf(statistics, { ...column, hasTypeOrder }) };
  }

  /** @throws {Error} the column cannot be read here: told in words */
  read(column: string, part: Part): Promise<Values> {
    const key = keyOf(column, part);
    const known = this.#kept.get(key);
    if (known !== undefined) {
      this.#kept.delete(key);
      this.#kept.set(key, known); // the last that goes
      return known;
    }
    const { rowStart, rowEnd } = part;
    const values = this.#read(this.stored(column), part).catch((error: Error) => {
      this.#kept.delete(key);
      throw new Error(sayUnreadable(column, part.group, error), { cause: error });
    });
    this.#kept.set(key, values);
    this.#keptValues += rowEnd - rowStart;
    this.#forget(key);
    return values;
  }

  /** The values from the part's start to at least `row` of the file. */
  readTo(column: string, part: Part, row: number): Promise<Values> {
    const rowEnd = part.rowStart + BEGINNING_ROWS;
    const isRead = this.#kept.has(keyOf(column, part));
    if (isRead || row >= rowEnd || rowEnd >= part.rowEnd) return this.read(column, part);
    return this.read(column, { ...part, rowEnd });
  }

  /** The part that holds a row. */
  partOf(row: number): Part {
    let low = 0, high = this.parts.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (row < this.parts[middle]!.rowEnd) high = middle;
      else low = middle + 1;
    }
    return this.parts[low]!;
  }

  async #read(column: Column, { group, rowStart, rowEnd }: Part): Promise<Values> {
    const first = this.shape.groups[group]!.rowStart;
    const span = { from: rowStart - first, to: rowEnd - first };
    const { groups, isMiscounted } = this.#footer;
    return await readValues(this.source, column, { group: groups[group]!, span, isMiscounted });
  }

  #forget(newest: string): void {
    for (const key of this.#kept.keys()) {
      if (this.#keptValues <= KEPT_VALUES || key === newest) return;
      const [rowStart, rowEnd] = key.split(" ", 2).map(Number) as [number, number];
      this.#kept.delete(key);
      this.#keptValues -= rowEnd - rowStart;
    }
  }
}

function noColumn(name: string): never {
  throw new Error(`This file has no column ${JSON.stringify(name)}.`);
}

function keyOf(column: string, { rowStart, rowEnd }: Part): string {
  return `${rowStart} ${rowEnd} ${column}`;
}

function usesZstd({ groups }: Footer): boolean {
  return groups.some(({ chunks }) => chunks.some((chunk) => chunk?.codec === "ZSTD"));
}

function partsOf(group: number, { rowStart, rows }: { rowStart: number; rows: number }): Part[] {
  const parts: Part[] = [];
  // A group a little larger than a part is read whole: halves of it cost as much.
  const size = rows <= 2 * PART_ROWS ? rows : PART_ROWS;
  for (let at = 0; at < rows; at += size) {
    parts.push({ group, rowStart: rowStart + at, rowEnd: rowStart + Math.min(at + size, rows) });
  }
  return parts;
}
