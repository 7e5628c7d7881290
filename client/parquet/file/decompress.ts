// The codecs of Parquet pages: zstd in WebAssembly, the others in plain JavaScript.

import { type Compressors, snappyUncompress } from "hyparquet";
// By file: the package's own door starts a WebAssembly module, which the others do without.
import { decompressBrotli } from "hyparquet-compressors/src/brotli.js";
import { gunzip } from "hyparquet-compressors/src/gzip.js";
import { ZSTDDecoder } from "zstddec";
import { crc32 } from "./crc32.ts";
import { decompressLz4, decompressLz4Block } from "./lz4.ts";

// In WebAssembly it is ten to twenty times as fast as in JavaScript (1 MB of doubles: 6 ms, 100 ms).
const zstd = new ZSTDDecoder();
zstd.init().catch(() => {}); // so that it is there when the first file's footer is; `startZstd()` tells

/** Must have come before pages in zstd are read: codecs answer at once, and this one has to be started. */
export async function startZstd(): Promise<void> {
  await zstd.init();
}

type Decompress = (input: Uint8Array, outputBytes: number) => Uint8Array;

/** A page of missing values alone is nothing, which some writers pack and others leave out. */
function unlessEmpty(decompress: Decompress): Decompress {
  return (input, outputBytes) =>
    outputBytes === 0 ? new Uint8Array() : decompress(input, outputBytes);
}

/** By codec; a file with another one (LZO) cannot be read here. */
export const DECOMPRESS: Compressors = {
  SNAPPY: unlessEmpty((input, outputBytes) => {
    const output = new Uint8Array(outputBytes);
    snappyUncompress(input, output);
    return output;
  }),
  GZIP: unlessEmpty(decompressGzip),
  BROTLI: unlessEmpty(decompressBrotli),
  LZ4: unlessEmpty(decompressLz4),
  LZ4_RAW: unlessEmpty(decompressLz4Block),
  ZSTD: unlessEmpty(decompressZstd),
};

/** Of one member the length and checksum at its end are held to what came out; several are rare. */
function decompressGzip(input: Uint8Array, outputBytes: number): Uint8Array {
  const output = gunzip(input, new Uint8Array(outputBytes));
  const isGzip = input[0] === 0x1f && input[1] === 0x8b && input.length >= 18;
  if (!isGzip) return output;
  const end = new DataView(input.buffer, input.byteOffset + input.byteLength - 8, 8);
  const isOneMember = end.getUint32(4, true) === outputBytes;
  if (isOneMember && end.getInt32(0, true) !== crc32(output)) {
    throw new Error("a gzip page is damaged");
  }
  return output;
}

function decompressZstd(input: Uint8Array, outputBytes: number): Uint8Array {
  const output = zstd.decode(input, outputBytes);
  // What cannot be decoded is answered with a number below zero as its length.
  if (output.length !== outputBytes) throw new Error("a zstd page is damaged");
  return output;
}
