// Puts the pages of a row group's column chunks one after the other and keeps their metadata.

import type { ColumnMetaData, DataPageHeader, Encoding, PageHeader } from "hyparquet";
import { Encodings, PageTypes } from "hyparquet/src/constants.js";
import { ByteWriter } from "hyparquet-writer/src/bytewriter.js";
import { serializeTCompactProtocol } from "hyparquet-writer/src/thrift.js";
import { ByteBuffer } from "./byte_buffer.ts";
import { CODECS, type Compression, compressPage, type PageTexture } from "./compress_page.ts";
import { OUTPUT_COLUMNS, type OutputColumn } from "./output_schema.ts";
import type { PageBounds, PageIndex, PageLocation } from "./page_index.ts";

/** Min, max and number of nulls of a column chunk; values as hyparquet has them. */
export type ChunkStatistics = NonNullable<ColumnMetaData["statistics"]>;

/** A page's content before compression. */
export interface PageContent {
  readonly bytes: Uint8Array;
  /** Rows for a data page (nulls are rows as well), entries for a dictionary. */
  readonly count: number;
  readonly texture: PageTexture;
}

// The thread's working memory: what is made from it is copied when the row group is finished.
const output = new ByteBuffer();

/** The column chunks of one row group; only one row group of a thread is made at a time. */
export class ColumnChunks {
  /** Metadata by column in the order of writing; offsets count from the row group's first byte. */
  readonly columns: ColumnMetaData[] = [];
  /** Their pages, located from the row group's first byte. */
  readonly pageIndexes: PageIndex[] = [];
  /** What the pages would take without compression, headers included. */
  uncompressedBytes = 0;
  readonly rows: number;
  readonly compression: Compression;
  #chunk: { start: number; uncompressedStart: number; dataAt: number | undefined };
  #pages = new Map<Encoding, number>();
  #hasDictionary = false;
  #locations: PageLocation[] = [];
  #bounds: PageBounds[] = [];
  #pageRows = 0;

  constructor(rows: number, compression: Compression) {
    this.rows = rows;
    this.compression = compression;
    output.clear();
    this.#chunk = { start: 0, uncompressedStart: 0, dataAt: undefined };
  }

  /** Appends the open chunk's dictionary, its values in the encoding PLAIN. */
  dictionary(page: PageContent): void {
    this.#hasDictionary = true;
    this.#page(page, {
      type: "DICTIONARY_PAGE",
      dictionary_page_header: { num_values: page.count, encoding: "PLAIN" },
    });
  }

  /** Appends a data page to the open chunk; with `bounds`, which all pages of a chunk have or none. */
  data(page: PageContent, encoding: DataPageHeader["encoding"], bounds?: PageBounds): void {
    const offset = output.length;
    this.#chunk.dataAt ??= offset;
    this.#pages.set(encoding, (this.#pages.get(encoding) ?? 0) + 1);
    this.#page(page, {
      type: "DATA_PAGE",
      data_page_header: {
        num_values: page.count,
        encoding,
        definition_level_encoding: "RLE",
        repetition_level_encoding: "RLE",
      },
    });
    this.#locations.push({ offset, sizeBytes: output.length - offset, firstRow: this.#pageRows });
    this.#pageRows += page.count;
    if (bounds !== undefined) this.#bounds.push(bounds);
  }

  /** Ends the open chunk: it is `column`'s. The next page opens the next chunk. */
  end(column: OutputColumn, statistics: ChunkStatistics): void {
    const { start, uncompressedStart, dataAt = start } = this.#chunk;
    const { type, repetition_type } = OUTPUT_COLUMNS[column];
    const encodings = new Set<Encoding>(this.#pages.keys());
    if (this.#hasDictionary) encodings.add("PLAIN");
    if (repetition_type === "OPTIONAL") encodings.add("RLE");
    const dataPages = [...this.#pages].map(([encoding, count]) => (
      { page_type: "DATA_PAGE" as const, encoding, count }
    ));
    this.columns.push({
      type,
      encodings: [...encodings],
      path_in_schema: [column],
      codec: CODECS[this.compression],
      num_values: BigInt(this.rows),
      total_uncompressed_size: BigInt(this.uncompressedBytes - uncompressedStart),
      total_compressed_size: BigInt(output.length - start),
      data_page_offset: BigInt(dataAt),
      ...(this.#hasDictionary ? { dictionary_page_offset: BigInt(start) } : {}),
      statistics,
      // Readers that know that every page uses the dictionary can answer filters from it alone.
      encoding_stats: this.#hasDictionary
        ? [{ page_type: "DICTIONARY_PAGE", encoding: "PLAIN", count: 1 }, ...dataPages]
        : dataPages,
    });
    this.pageIndexes.push({ locations: this.#locations, bounds: this.#bounds });
    this.#locations = [];
    this.#bounds = [];
    this.#pageRows = 0;
    this.#chunk = {
      start: output.length,
      uncompressedStart: this.uncompressedBytes,
      dataAt: undefined,
    };
    this.#pages = new Map();
    this.#hasDictionary = false;
  }

  /** The bytes of all chunks in a buffer of their own. */
  takeBytes(): Uint8Array<ArrayBuffer> {
    return output.view().slice();
  }

  #page(
    { bytes, texture }: PageContent,
    kind: Omit<PageHeader, "uncompressed_page_size" | "compressed_page_size">,
  ): void {
    const compressed = compressPage(bytes, this.compression, texture);
    const headerBytes = pageHeaderBytes({
      ...kind,
      uncompressed_page_size: bytes.length,
      compressed_page_size: compressed.length,
    });
    output.append(headerBytes);
    output.append(compressed);
    this.uncompressedBytes += headerBytes.length + bytes.length;
  }
}

/**
 * The header's bytes; fields are numbered as in parquet.thrift. hyparquet-writer's own function would do,
 * but it brings fifty modules with it, which every thread of a run would load.
 */
export function pageHeaderBytes(header: PageHeader): Uint8Array {
  const writer = new ByteWriter();
  const { data_page_header: data, dictionary_page_header: dictionary } = header;
  serializeTCompactProtocol(writer, {
    field_1: PageTypes.indexOf(header.type),
    field_2: header.uncompressed_page_size,
    field_3: header.compressed_page_size,
    field_5: data && {
      field_1: data.num_values,
      field_2: Encodings.indexOf(data.encoding),
      field_3: Encodings.indexOf(data.definition_level_encoding),
      field_4: Encodings.indexOf(data.repetition_level_encoding),
    },
    field_7: dictionary && {
      field_1: dictionary.num_values,
      field_2: Encodings.indexOf(dictionary.encoding),
    },
  });
  return writer.getBytes();
}
