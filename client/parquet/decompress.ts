// The codecs of Parquet pages, all in plain JavaScript: the pages' policy allows no WebAssembly.

import { type Compressors, snappyUncompress } from "hyparquet";
// By file: the package's own door starts a WebAssembly module.
import { decompressBrotli } from "hyparquet-compressors/src/brotli.js";
import { gunzip } from "hyparquet-compressors/src/gzip.js";
import { decompressLz4, decompressLz4Raw } from "hyparquet-compressors/src/lz4.js";
import { decompress as decompressZstd } from "fzstd";

/** By codec; a file with another one (LZO) cannot be read here. */
export const DECOMPRESS: Compressors = {
  SNAPPY: (input, outputBytes) => {
    const output = new Uint8Array(outputBytes);
    snappyUncompress(input, output);
    return output;
  },
  GZIP: (input, outputBytes) => gunzip(input, new Uint8Array(outputBytes)),
  BROTLI: decompressBrotli,
  LZ4: decompressLz4,
  LZ4_RAW: decompressLz4Raw,
  ZSTD: (input, outputBytes) => decompressZstd(input, new Uint8Array(outputBytes)),
};
