// Fetches the pages of a column that hold some rows: of many rows only those, where the file has an index of them.

import type { OffsetIndex } from "hyparquet";
import { readOffsetIndex } from "hyparquet/src/indexes.js";
import type { ByteSource } from "./byte_source.ts";
import type { Footer, StoredChunk, StoredGroup } from "./read_footer.ts";

/** Rows within a row group. */
export interface RowSpan {
  readonly from: number;
  readonly to: number;
}

/** What is to be read of a column. */
export interface WantedRows {
  readonly group: StoredGroup;
  readonly span: RowSpan;
  readonly isMiscounted: Footer["isMiscounted"];
}

/** At least as many as the header of a dictionary has. */
const FORGOTTEN_BYTES = 100;

interface FetchedPages {
  readonly bytes: ArrayBuffer;
  /** Rows of the group before the first page that was fetched. */
  readonly skipped: number;
}

/** All of the chunk; of many rows only the pages with the wanted ones where the file has an index of them. */
export async function fetchPages(
  source: ByteSource,
  chunk: StoredChunk,
  { group, span, isMiscounted }: WantedRows,
): Promise<FetchedPages> {
  const counted = chunk.startByte + chunk.compressedBytes;
  const end = isMiscounted ? Math.min(counted + FORGOTTEN_BYTES, source.byteLength) : counted;
  const whole = async () => ({ bytes: await source.slice(chunk.startByte, end), skipped: 0 });
  const isWhole = span.from === 0 && span.to >= group.rows;
  if (isWhole || chunk.offsetIndex === null) return await whole();
  const pages = await readPageLocations(source, chunk.offsetIndex);
  const first = pages.findLastIndex(({ row }) => row <= span.from);
  const last = pages.findLastIndex(({ row }) => row < span.to);
  if (first < 0 || last < first) return await whole();
  const from = pages[first]!.start, to = pages[last]!.end;
  const dictionaryEnd = pages[0]!.start;
  if (from < chunk.startByte || to > end || dictionaryEnd < chunk.startByte) return await whole();
  if (first === 0) return { bytes: await source.slice(chunk.startByte, to), skipped: 0 };
  const [dictionary, data] = await Promise.all([
    dictionaryEnd > chunk.startByte
      ? source.slice(chunk.startByte, dictionaryEnd)
      : new ArrayBuffer(),
    source.slice(from, to),
  ]);
  const bytes = new Uint8Array(dictionary.byteLength + data.byteLength);
  bytes.set(new Uint8Array(dictionary));
  bytes.set(new Uint8Array(data), dictionary.byteLength);
  return { bytes: bytes.buffer, skipped: pages[first]!.row };
}

interface PageLocation {
  readonly start: number;
  readonly end: number;
  readonly row: number;
}

/** An index that cannot be read is done without. */
async function readPageLocations(
  source: ByteSource,
  { startByte, endByte }: NonNullable<StoredChunk["offsetIndex"]>,
): Promise<readonly PageLocation[]> {
  try {
    const view = new DataView(await source.slice(startByte, endByte));
    const { page_locations: pages }: OffsetIndex = readOffsetIndex({ view, offset: 0 });
    return pages.map(({ offset, compressed_page_size: size, first_row_index: row }) => ({
      ...{ start: Number(offset), end: Number(offset) + size, row: Number(row) },
    }));
  } catch {
    return [];
  }
}
