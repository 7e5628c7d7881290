// Reads the values of one column in one row group: finds its pages, checks them, and has the library decode them.

import { formatCount } from "../../../domain/format.ts";
import {
  type DataReader,
  type DecodedArray,
  type ParquetParsers,
  type SchemaTree,
} from "hyparquet";
import { assembleNested } from "hyparquet/src/assemble.js";
import { readColumn } from "hyparquet/src/column.js";
import { DEFAULT_PARSERS } from "hyparquet/src/convert.js";
import { getMaxDefinitionLevel, getMaxRepetitionLevel } from "hyparquet/src/schema.js";
import { stringOfBytes } from "../values/cell.ts";
import type { ByteSource } from "./byte_source.ts";
import { checkPages, type Pages } from "./check_pages.ts";
import { checkRuns } from "./check_runs.ts";
import { DECOMPRESS } from "./decompress.ts";
import { fetchPages, type WantedRows } from "./fetch_pages.ts";
import type { StoredChunk } from "./read_footer.ts";
import type { Column, Leaf } from "./schema_node.ts";
import { uuidText } from "../values/told_values.ts";
import { UnreadableError } from "./unreadable_error.ts";

/** What texts and identifiers become; all other values come as they are stored. */
const PARSERS: ParquetParsers = {
  ...DEFAULT_PARSERS,
  stringFromBytes: stringOfBytes,
  uuidFromBytes: (bytes) => bytes && uuidText(bytes),
  timestampFromNanoseconds: (nanoseconds) => nanoseconds,
};

/**
 * Values of a column's rows, as they are stored; what is nested is put together.
 *
 * @throws {UnreadableError} they cannot be read here
 */
export async function readValues(
  source: ByteSource,
  column: Column,
  { group, span, isMiscounted }: WantedRows,
): Promise<ArrayLike<unknown>> {
  if (span.from >= span.to) return [];
  const parts = await Promise.all(
    column.leaves.map((leaf) => readLeaf(source, leaf, { group, span, isMiscounted, column })),
  );
  const { tree } = column;
  if (tree.children.length === 0) return parts[0]!;
  const byPath = new Map(
    column.leaves.map(({ schemaPath }, i) => [schemaPath.at(-1)!.path.join("."), parts[i]!]),
  );
  assembleNested(byPath, tree as SchemaTree, parsersOf(column));
  const assembled = byPath.get(tree.path.join("."));
  if (assembled === undefined) throw new UnreadableError("its parts do not fit together");
  return assembled;
}

/** Variants hold values of many types, which the library makes objects of. */
function parsersOf({ form, tree }: Column): ParquetParsers {
  return form.kind === "object" && tree.children.length > 0 ? DEFAULT_PARSERS : PARSERS;
}

async function readLeaf(
  source: ByteSource,
  { index, schemaPath }: Leaf,
  { group, span, isMiscounted, column }: WantedRows & { readonly column: Column },
): Promise<DecodedArray> {
  const chunk = readableChunk(group.chunks[index], source);
  const element = schemaPath.at(-1)!.element;
  if (chunk.meta.type !== element.type) {
    throw new UnreadableError(
      `it holds ${chunk.meta.type}, its schema says ${element.type}: it is damaged`,
    );
  }
  if (column.isFlat && chunk.values !== group.rows) {
    throw new UnreadableError(
      `it has ${chunk.values} values for ${group.rows} rows: it is damaged`,
    );
  }
  const { bytes, skipped } = await fetchPages(source, chunk, {
    ...{ group, span },
    // Of what is not flat the end of its bytes is the end of its values.
    isMiscounted: isMiscounted && column.isFlat,
  });
  const isFlat = column.isFlat, rowEnd = span.to - skipped;
  const levels = {
    definition: getMaxDefinitionLevel(schemaPath as SchemaTree[]),
    repetition: getMaxRepetitionLevel(schemaPath as SchemaTree[]),
  };
  const pages = checkPages(bytes, { rowEnd: isFlat ? rowEnd : Infinity, levels, chunk });
  const reader: DataReader = { view: new DataView(bytes), offset: 0 };
  const select = { groupStart: 0, selectStart: span.from - skipped, selectEnd: rowEnd };
  const found = readColumn(reader, { ...select, groupRows: group.rows }, {
    ...chunk.meta,
    pathInSchema: schemaPath.at(-1)!.path,
    ...{ element, schemaPath: schemaPath as SchemaTree[], utf8: false },
    ...{ parsers: parsersOf(column), codec: ANY_CODEC },
    compressors: {
      [ANY_CODEC]: (input: Uint8Array, outputBytes: number) => {
        const plain = decompress(chunk, input, outputBytes);
        const page = pages.pages.get(input.byteOffset);
        const isBoolean = element.type === "BOOLEAN";
        if (page !== undefined) checkRuns(plain, { page, levels, isBoolean });
        return plain;
      },
    },
  });
  const values = joined(found.data);
  const start = select.selectStart - found.skipped;
  if (values.length < rowEnd - found.skipped) {
    const rows = skipped + found.skipped + values.length;
    throw new UnreadableError(`it ends after ${rows} of ${group.rows} rows`);
  }
  const end = start + span.to - span.from;
  const selected = start === 0 && end === values.length ? values : values.slice(start, end);
  if (isFlat && pages.isCoded) checkCoded(selected, pages);
  return selected;
}

/** The library takes what a dictionary does not have for missing, and numbers of entries for values where there is none. */
function checkCoded(values: DecodedArray, { hasDictionary }: Pages): void {
  const isDamaged = hasDictionary
    ? Array.isArray(values) && values.includes(undefined)
    : values.some((value: unknown) => value !== null && value !== undefined);
  if (isDamaged) {
    throw new UnreadableError("its dictionary lacks values that its pages name: it is damaged");
  }
}

/** The library hands over pages of a codec that it does not know itself, and then decodes what comes back. */
const ANY_CODEC = "LZO";

function decompress({ codec }: StoredChunk, input: Uint8Array, outputBytes: number): Uint8Array {
  return codec === "UNCOMPRESSED" ? input : DECOMPRESS[codec]!(input, outputBytes);
}

function readableChunk(chunk: StoredChunk | null | undefined, source: ByteSource): StoredChunk {
  if (chunk?.isEncrypted || chunk === null) {
    throw new UnreadableError("the column is encrypted, and this page has no key");
  }
  if (chunk === undefined) throw new UnreadableError("the file does not say where it is");
  if (chunk.otherFile !== null) {
    throw new UnreadableError(`it lies in a file of its own, ${chunk.otherFile}`);
  }
  if (chunk.codec === undefined) {
    throw new UnreadableError("its compression is newer than this page");
  }
  if (chunk.codec === "LZO") {
    throw new UnreadableError("it is compressed with LZO, which this page does not know");
  }
  const { startByte, compressedBytes } = chunk, end = startByte + compressedBytes;
  if (startByte < 4 || compressedBytes < 0 || end > source.byteLength) {
    throw new UnreadableError(
      `its bytes (up to ${formatCount(end)}) lie outside the file of ` +
        `${formatCount(source.byteLength)}: it is cut or damaged`,
    );
  }
  return chunk;
}

/** One array of all; of numbers one of numbers. */
function joined(pages: readonly DecodedArray[]): DecodedArray {
  const [first, ...rest] = pages;
  if (first === undefined) return [];
  if (rest.length === 0) return first;
  if (Array.isArray(first) && rest.every(Array.isArray)) {
    return first.concat(...rest as unknown[][]);
  }
  const length = pages.reduce((sum, page) => sum + page.length, 0);
  const isOneKind = pages.every((page) => page.constructor === first.constructor);
  if (Array.isArray(first) || !isOneKind) return pages.flatMap((page) => Array.from<unknown>(page));
  const all = new (first.constructor as new (length: number) => Numbers)(length);
  let at = 0;
  for (const page of pages as readonly Numbers[]) {
    all.set(page as never, at);
    at += page.length;
  }
  return all;
}

type Numbers = Exclude<DecodedArray, unknown[]>;
