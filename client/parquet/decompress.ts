// The codecs of Parquet pages, all in plain JavaScript: the pages' policy allows no WebAssembly.

import { type Compressors, snappyUncompress } from "hyparquet";
import {
  decompressBrotli,
  decompressGzip,
  decompressLz4,
  decompressLz4Raw,
  decompressZstd,
} from "hyparquet-compressors";

/** By codec; a file with another one (LZO) cannot be read here. */
export const DECOMPRESS: Compressors = {
  SNAPPY: (input, outputBytes) => {
    const output = new Uint8Array(outputBytes);
    snappyUncompress(input, output);
    return output;
  },
  GZIP: decompressGzip,
  BROTLI: decompressBrotli,
  LZ4: decompressLz4,
  LZ4_RAW: decompressLz4Raw,
  ZSTD: (input, outputBytes) => decompressZstd(input, new Uint8Array(outputBytes)),
};
