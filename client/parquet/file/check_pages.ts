// Checks the pages of a column before they are decoded: that each is whole and as it was written, and of a kind
// that the library reads.

import type { DataReader } from "hyparquet";
import { parquetHeader } from "hyparquet/src/column.js";
import { type DataPage, type Levels, walk, widthOf } from "./check_runs.ts";
import { crc32 } from "./crc32.ts";
import type { StoredChunk } from "./read_footer.ts";
import { UnreadableError } from "./unreadable_error.ts";

/** What the pages of a column are like. */
export interface Pages {
  /** Values are coded by a dictionary. */
  readonly isCoded: boolean;
  readonly hasDictionary: boolean;
  /** Data pages by where their values begin. */
  readonly pages: ReadonlyMap<number, DataPage>;
}

/**
 * Goes through the headers of the pages up to `rowEnd`. `levels`: how deep values may be missing and repeated.
 *
 * @throws {UnreadableError} a page is damaged, cut or of a kind that is not known
 */
export function checkPages(
  bytes: ArrayBuffer,
  { rowEnd, levels, chunk }: {
    readonly rowEnd: number;
    readonly levels: Levels;
    readonly chunk: Pick<StoredChunk, "values" | "compressedBytes" | "plainBytes">;
  },
): Pages {
  const reader: DataReader = { view: new DataView(bytes), offset: 0 };
  const pages = new Map<number, DataPage>();
  let rows = 0, number = 0, hasDictionary = false, isCoded = false;
  while (rows < rowEnd && reader.offset < bytes.byteLength - 1) {
    number++;
    const header = headerOf(reader, number);
    const size = header.compressed_page_size, start = reader.offset;
    const isWhole = size >= 0 && start + size <= bytes.byteLength && isPlausible(header, chunk);
    if (!isWhole) throw new UnreadableError(`its page ${number} is cut short or damaged`);
    if (header.crc !== undefined && crc32(new Uint8Array(bytes, start, size)) !== header.crc) {
      throw new UnreadableError(
        `its page ${number} is damaged: the checksum is not the one that was written`,
      );
    }
    reader.offset = start + size;
    const page = header.data_page_header ?? header.data_page_header_v2;
    if (header.type === "DICTIONARY_PAGE") hasDictionary = true;
    if (page === undefined) continue;
    checkLevels(header.data_page_header, levels);
    if (page.encoding.endsWith("_DICTIONARY")) isCoded = true;
    rows += page.num_values;
    const isFirstKind = header.data_page_header !== undefined;
    const described = { encoding: page.encoding, values: page.num_values, isFirstKind };
    const second = header.data_page_header_v2;
    if (second !== undefined) checkSecondLevels(new Uint8Array(bytes, start, size), second, levels);
    pages.set(start + levelBytesOf(second), described);
  }
  return { isCoded, hasDictionary, pages };
}

/** Some writers miscount the bytes of a column; none by so much. */
const MAX_SWELLING = 1000;

/** What a page is said to hold is held in memory before it is read: a damaged number may not fill that. */
function isPlausible(
  header: PageHeader,
  chunk: Pick<StoredChunk, "values" | "compressedBytes" | "plainBytes">,
): boolean {
  const { uncompressed_page_size: size, dictionary_page_header: dictionary } = header;
  const most = Math.max(chunk.plainBytes, chunk.compressedBytes * MAX_SWELLING);
  if (!isWithin(size, most)) return false;
  if (dictionary !== undefined) return isWithin(dictionary.num_values, size * 8);
  const { data_page_header: first, data_page_header_v2: second } = header;
  if (first !== undefined) return isWithin(first.num_values, chunk.values);
  if (second === undefined) return true;
  const levels = second.definition_levels_byte_length + second.repetition_levels_byte_length;
  return isWithin(second.num_values, chunk.values) &&
    isWithin(second.num_nulls, second.num_values) && isWithin(second.num_rows, second.num_values) &&
    second.definition_levels_byte_length >= 0 && second.repetition_levels_byte_length >= 0 &&
    levels <= size && levels <= header.compressed_page_size;
}

/** False for what is no number, too. */
function isWithin(count: number, most: number): boolean {
  return count >= 0 && count <= most;
}

type SecondHeader = NonNullable<PageHeader["data_page_header_v2"]>;

function levelBytesOf(header: SecondHeader | undefined): number {
  if (header === undefined) return 0;
  return header.repetition_levels_byte_length + header.definition_levels_byte_length;
}

/** Pages of the second kind have their levels before their values, and never packed. */
function checkSecondLevels(bytes: Uint8Array, header: SecondHeader, levels: Levels): void {
  const { num_values: values, repetition_levels_byte_length: middle } = header;
  const end = levelBytesOf(header);
  if (levels.repetition > 0) {
    walk(bytes, { at: 0, end: middle, width: widthOf(levels.repetition), values, isWhole: true });
  }
  if (levels.definition > 0) {
    walk(bytes, { at: middle, end, width: widthOf(levels.definition), values, isWhole: true });
  }
}

type PageHeader = ReturnType<typeof parquetHeader>;

function headerOf(reader: DataReader, number: number): PageHeader {
  const header = tryHeader(reader);
  const isKnown = header !== null && header.type !== undefined &&
    (header.type !== "DATA_PAGE" || header.data_page_header?.encoding !== undefined) &&
    (header.type !== "DATA_PAGE_V2" || header.data_page_header_v2?.encoding !== undefined);
  if (isKnown) return header;
  throw new UnreadableError(
    `its page ${number} has no header that makes sense: it is damaged, encrypted, or newer than this page`,
  );
}

function tryHeader(reader: DataReader): PageHeader | null {
  try {
    return parquetHeader(reader);
  } catch {
    return null;
  }
}

/** Levels of the oldest writers are packed in another order, which the library takes for the usual one. */
function checkLevels(page: PageHeader["data_page_header"], levels: Levels): void {
  // Of levels that are not there some writers say so, too.
  const isOld = levels.definition > 0 && page?.definition_level_encoding === "BIT_PACKED" ||
    levels.repetition > 0 && page?.repetition_level_encoding === "BIT_PACKED";
  if (isOld) throw new UnreadableError("unsupported encoding of levels: BIT_PACKED");
}
