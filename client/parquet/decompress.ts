// The codecs of Parquet pages: zstd in WebAssembly, the others in plain JavaScript.

import { type Compressors, snappyUncompress } from "hyparquet";
// By file: the package's own door starts a WebAssembly module, which the others do without.
import { decompressBrotli } from "hyparquet-compressors/src/brotli.js";
import { gunzip } from "hyparquet-compressors/src/gzip.js";
import { decompressLz4, decompressLz4Raw } from "hyparquet-compressors/src/lz4.js";
import { ZSTDDecoder } from "zstddec";

// In WebAssembly it is ten to twenty times as fast as in JavaScript (1 MB of doubles: 6 ms, 100 ms).
const zstd = new ZSTDDecoder();
zstd.init().catch(() => {}); // so that it is there when the first file's footer is; `startZstd()` tells

/** Must have come before pages in zstd are read: codecs answer at once, and this one has to be started. */
export async function startZstd(): Promise<void> {
  await zstd.init();
}

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
  ZSTD: decompressZstd,
};

function decompressZstd(input: Uint8Array, outputBytes: number): Uint8Array {
  const output = zstd.decode(input, outputBytes);
  // What cannot be decoded is answered with a number below zero as its length.
  if (output.length !== outputBytes) throw new Error("a zstd page is damaged");
  return output;
}
