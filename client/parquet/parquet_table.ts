// An open Parquet file: its footer, and its columns' values by row group, read when they are needed.

import { type FileMetaData, parquetMetadataAsync, type ParquetScan, parquetScan } from "hyparquet";
import { type ByteSource, TAIL_BYTES } from "./byte_source.ts";
import { DECOMPRESS, startZstd } from "./decompress.ts";
import { type ColumnShape, describeFile, type FileShape } from "./file_shape.ts";
import { type PlainInstants, toDates, withPlainInstants } from "./plain_instants.ts";

/** Values of a column, in the order of rows. */
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
  readonly #scan: ParquetScan;
  readonly #unitsPerMs: PlainInstants["unitsPerMs"];
  readonly #kept = new Map<string, Promise<Values>>();
  #keptValues = 0;

  private constructor(source: ByteSource, given: {
    readonly shape: FileShape;
    readonly scan: ParquetScan;
    readonly unitsPerMs: PlainInstants["unitsPerMs"];
  }) {
    this.source = source;
    this.#scan = given.scan;
    this.#unitsPerMs = given.unitsPerMs;
    this.shape = given.shape;
    this.parts = this.shape.groups.flatMap((group, index) => partsOf(index, group));
  }

  /** @throws {Error} it is no Parquet file, or one that cannot be read here: told in words */
  static async open(source: ByteSource): Promise<ParquetTable> {
    if (source.byteLength < 12) throw new Error("This is no Parquet file: it is too short.");
    const end = new Uint8Array(await source.slice(source.byteLength - 4, source.byteLength));
    const mark = new TextDecoder().decode(end);
    if (mark === "PARE") {
      throw new Error("This Parquet file is encrypted: it cannot be read here.");
    }
    if (mark !== "PAR1") {
      throw new Error("This is no Parquet file: it does not end with the mark PAR1.");
    }
    const metadata = await parquetMetadataAsync(source, { initialFetchSize: TAIL_BYTES });
    if (usesZstd(metadata)) await startZstd();
    const { metadata: plain, unitsPerMs } = withPlainInstants(metadata);
    const options = { file: source, metadata: plain, compressors: DECOMPRESS, utf8: false };
    const shape = describeFile(metadata, source.byteLength);
    return new ParquetTable(source, { shape, scan: await parquetScan(options), unitsPerMs });
  }

  /** @throws {Error} there is no such column */
  column(name: string): ColumnShape {
    const found = this.shape.columns.find((column) => column.name === name);
    if (found === undefined) throw new Error(`This file has no column ${JSON.stringify(name)}.`);
    return found;
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
    const unitsPerMs = this.#unitsPerMs.get(column);
    const values = this.#scan.readColumn({ column, rowStart, rowEnd })
      .then((found) => unitsPerMs === undefined ? found : toDates(found, unitsPerMs))
      .catch((error: Error) => {
        this.#kept.delete(key);
        throw new Error(sayUnreadable(column, error), { cause: error });
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

  #forget(newest: string): void {
    for (const key of this.#kept.keys()) {
      if (this.#keptValues <= KEPT_VALUES || key === newest) return;
      const [rowStart, rowEnd] = key.split(" ", 2).map(Number) as [number, number];
      this.#kept.delete(key);
      this.#keptValues -= rowEnd - rowStart;
    }
  }
}

function keyOf(column: string, { rowStart, rowEnd }: Part): string {
  return `${rowStart} ${rowEnd} ${column}`;
}

function usesZstd({ row_groups: groups }: FileMetaData): boolean {
  return groups.some(({ columns }) =>
    columns.some(({ meta_data: meta }) => meta?.codec === "ZSTD")
  );
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

function sayUnreadable(column: string, error: Error): string {
  const unsupported = /unsupported (.+)/.exec(error.message)?.[1];
  return unsupported === undefined
    ? `Cannot read column ${column}: ${error.message}`
    : `Cannot read column ${column} as this page does not know its ${unsupported}.`;
}
