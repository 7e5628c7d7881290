// What a Parquet file's footer tells, as plain data that a page can show.

import { boundsOf, NO_BOUNDS, type Range } from "./bounds.ts";
import { bytesText, type Key } from "../values/cell.ts";
import type { CellKind } from "../values/cell_form.ts";
import { type CellForm, kindOf } from "../values/cell_form.ts";
import { tellKey } from "../values/column_keys.ts";
import type { Footer, StoredChunk } from "./read_footer.ts";
import type { Column } from "./schema_node.ts";

/** A column, or the top of a nested one. */
export interface ColumnShape {
  /** Its name; where several columns have one, a number tells the later ones apart: `x (2)`. */
  readonly name: string;
  readonly kind: CellKind;
  readonly form: CellForm;
  /** As a reader would say it: `timestamp (ms, UTC)`, `list<int64>`. */
  readonly type: string;
  /** How its values are stored; null for nested ones. */
  readonly stored: string | null;
  readonly isNullable: boolean;
  readonly isNested: boolean;
}

/** A column of one row group. */
export interface ChunkShape {
  /** The name of the column, and its path within it: `place.city`. */
  readonly top: string;
  readonly column: string;
  readonly codec: string;
  readonly encodings: readonly string[];
  readonly compressedBytes: number;
  readonly plainBytes: number;
  /** Null when the file does not tell. */
  readonly nulls: number | null;
  readonly min: Key;
  readonly max: Key;
}

/** One row group. */
export interface GroupShape {
  readonly rowStart: number;
  readonly rows: number;
  readonly compressedBytes: number;
  readonly plainBytes: number;
  readonly chunks: readonly ChunkShape[];
}

/** The whole file. */
export interface FileShape {
  readonly sizeBytes: number;
  readonly footerBytes: number;
  readonly rows: number;
  readonly createdBy: string | null;
  readonly columns: readonly ColumnShape[];
  readonly groups: readonly GroupShape[];
  readonly keyValues: readonly { readonly key: string; readonly value: string }[];
}

/** Describes a footer; its number of rows is that of its row groups: some writers say 0 for the whole. */
export function describeFile(
  footer: Footer,
  columns: readonly Column[],
  sizeBytes: number,
): FileShape {
  let rowStart = 0;
  const tops = columns.flatMap((column) => column.leaves.map(() => column));
  const groups = footer.groups.map(({ rows, chunks: stored }): GroupShape => {
    const chunks = stored.map((chunk, index) =>
      describeChunk(chunk, tops[index], footer.hasTypeOrder?.[index] ?? false)
    );
    const sum = (of: (chunk: ChunkShape) => number) => chunks.reduce((all, c) => all + of(c), 0);
    rowStart += rows;
    return {
      ...{ rowStart: rowStart - rows, rows, chunks },
      compressedBytes: sum(({ compressedBytes }) => compressedBytes),
      plainBytes: sum(({ plainBytes }) => plainBytes),
    };
  });
  return {
    ...{ sizeBytes, groups, footerBytes: footer.footerBytes, rows: rowStart },
    createdBy: footer.createdBy,
    columns: columns.map(describeColumn),
    keyValues: footer.keyValues.map(({ key, value = "" }) => ({ key, value })),
  };
}

function describeChunk(
  chunk: StoredChunk | null,
  top: Column | undefined,
  hasTypeOrder: boolean,
): ChunkShape {
  const name = top?.name ?? chunk?.path[0] ?? "";
  const path = [name, ...chunk?.path.slice(1) ?? []].join(".");
  if (chunk === null) {
    const unknown = { nulls: null, min: null, max: null, encodings: [] };
    return {
      top: name,
      column: path,
      codec: "encrypted",
      compressedBytes: 0,
      plainBytes: 0,
      ...unknown,
    };
  }
  const { compressedBytes, plainBytes, statistics } = chunk;
  const known = top?.isFlat ? boundsOf(statistics, { ...top, hasTypeOrder }) : NO_BOUNDS;
  return {
    ...{ top: name, column: path, compressedBytes, plainBytes },
    codec: chunk.isEncrypted ? "encrypted" : chunk.codec ?? "unknown",
    encodings: [...new Set(chunk.encodings)],
    nulls: known.nulls ?? (statistics?.nulls === undefined ? null : Number(statistics.nulls)),
    ...toldRange(known.range, top),
  };
}

function toldRange(range: Range | null, top: Column | undefined): { min: Key; max: Key } {
  if (range === null || top === undefined) return { min: null, max: null };
  return range.kind === "bytes"
    ? { min: bytesText(range.min), max: bytesText(range.max) }
    : { min: tellKey(top.form, range.min), max: tellKey(top.form, range.max) };
}

function describeColumn({ name, form, type, element, isFlat }: Column): ColumnShape {
  return {
    ...{ name, type, form, kind: kindOf(form), stored: element.type ?? null },
    isNullable: element.repetition_type !== "REQUIRED",
    isNested: !isFlat,
  };
}
