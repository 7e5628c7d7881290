// Writes the pages of column chunks: headers, compression, sizes.

import { constants, gzipSync, zstdCompressSync } from "node:zlib";
import { ByteWriter } from "hyparquet-writer";
import { writePageHeader } from "hyparquet-writer/src/datapage.js";
import { snappyCompress } from "hyparquet-writer/src/snappy.js";
import type { Encoding } from "hyparquet";
import { ByteBuffer } from "./byte_buffer.ts";

/** How pages are compressed. */
export type Compression = "zstd" | "snappy" | "gzip" | "none";

/** Levels were measured: higher ones cost more time than they save space. */
const ZSTD_OPTIONS = { params: { [constants.ZSTD_c_compressionLevel]: 3 } };

const COMPRESSORS: Readonly<Record<Compression, (bytes: Uint8Array) => Uint8Array>> = {
  zstd: (bytes) => zstdCompressSync(bytes, ZSTD_OPTIONS),
  snappy: (bytes) => snappyCompress(bytes),
  gzip: (bytes) => gzipSync(bytes, { level: 6 }),
  none: (bytes) => bytes,
};

/** Pages of a row group, one after the other. */
export class PageWriter {
  readonly out = new ByteBuffer();
  /** Bytes that the pages would take without compression, headers included. */
  uncompressedBytes = 0;
  readonly #compress: (bytes: Uint8Array) => Uint8Array;

  constructor(compression: Compression) {
    this.#compress = COMPRESSORS[compression];
  }

  /** Appends a dictionary page with `count` plain values. */
  dictionaryPage(values: Uint8Array, count: number): void {
    this.#page(values, {
      type: "DICTIONARY_PAGE",
      dictionary_page_header: { num_values: count, encoding: "PLAIN" },
    });
  }

  /** Appends a data page of `rows` rows; nulls are rows as well. */
  dataPage(content: Uint8Array, rows: number, encoding: Encoding): void {
    this.#page(content, {
      type: "DATA_PAGE",
      data_page_header: {
        num_values: rows,
        encoding,
        definition_level_encoding: "RLE",
        repetition_level_encoding: "RLE",
      },
    });
  }

  #page(content: Uint8Array, kind: PageKind): void {
    const compressed = this.#compress(content);
    const header = new ByteWriter();
    writePageHeader(header, {
      ...kind,
      uncompressed_page_size: content.length,
      compressed_page_size: compressed.length,
    });
    const headerBytes = header.getBytes();
    this.out.append(headerBytes);
    this.out.append(compressed);
    this.uncompressedBytes += headerBytes.length + content.length;
  }
}

type PageKind =
  | {
    readonly type: "DICTIONARY_PAGE";
    readonly dictionary_page_header: { readonly num_values: number; readonly encoding: Encoding };
  }
  | {
    readonly type: "DATA_PAGE";
    readonly data_page_header: {
      readonly num_values: number;
      readonly encoding: Encoding;
      readonly definition_level_encoding: Encoding;
      readonly repetition_level_encoding: Encoding;
    };
  };
