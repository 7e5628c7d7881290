// Compresses pages, each in the way that suits its bytes.

import { constants, gzipSync, zstdCompressSync } from "node:zlib";
import { snappyCompress } from "hyparquet-writer/src/snappy.js";
import type { CompressionCodec } from "hyparquet";

/** How pages are compressed. */
export type Compression = "zstd" | "snappy" | "gzip" | "none";

/**
 * What a page's bytes are like: `dense` ones only have bytes that are more frequent than others or long
 * repetitions, `patterned` ones repeat a few bytes at a time (prefixes of sorted values, runs of shows),
 * `instants` have the high bytes of the values just before.
 */
export type PageTexture = "dense" | "patterned" | "instants";

/** Parquet's name of each compression. */
export const CODECS: Readonly<Record<Compression, CompressionCodec>> = {
  zstd: "ZSTD",
  snappy: "SNAPPY",
  gzip: "GZIP",
  none: "UNCOMPRESSED",
};

/** Whether frequent bytes get short codes, so that it pays to give pages such bytes. */
export function isEntropyCoded(compression: Compression): boolean {
  return compression === "zstd" || compression === "gzip";
}

// Measured: on dense pages higher levels take up to six times as long and save nothing; on patterned ones
// short matches save up to a tenth, more than level 3 does, in less time than it takes. Instants are a
// quarter smaller with short matches, and a twentieth more when a small table only knows what is near.
const ZSTD_PARAMS = {
  dense: { [constants.ZSTD_c_compressionLevel]: 1 },
  patterned: {
    [constants.ZSTD_c_compressionLevel]: 1,
    [constants.ZSTD_c_minMatch]: 4,
    [constants.ZSTD_c_hashLog]: 17,
  },
  instants: {
    [constants.ZSTD_c_compressionLevel]: 1,
    [constants.ZSTD_c_minMatch]: 4,
    [constants.ZSTD_c_hashLog]: 9,
  },
} as const;

/** The output is gathered in pieces of at most this; fewer pieces are faster, up to here. */
const MAX_CHUNK_BYTES = 1 << 19;

/** The page's compressed bytes; with `none` the very bytes that were given. */
export function compressPage(
  page: Uint8Array,
  compression: Compression,
  texture: PageTexture,
): Uint8Array {
  switch (compression) {
    case "zstd":
      return zstdCompressSync(page, zstdOptions(page.length, texture));
    case "gzip":
      return gzipSync(page);
    case "snappy":
      return snappyCompress(page);
    case "none":
      return page;
    default:
      return compression satisfies never;
  }
}

function zstdOptions(sizeBytes: number, texture: PageTexture) {
  return {
    params: ZSTD_PARAMS[texture],
    // Knowing the size lets zstd fit its tables to small pages, and readers their buffers.
    pledgedSrcSize: sizeBytes,
    chunkSize: Math.min(MAX_CHUNK_BYTES, sizeBytes + 64),
  };
}
