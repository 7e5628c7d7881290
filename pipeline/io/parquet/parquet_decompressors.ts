// The decompressors that hyparquet needs besides its own, by node:zlib.

import { gunzipSync, zstdDecompressSync } from "node:zlib";
import type { Compressors } from "hyparquet";

/** For hyparquet's option `compressors`. */
export const parquetDecompressors: Compressors = {
  ZSTD: (bytes) => new Uint8Array(zstdDecompressSync(bytes)),
  GZIP: (bytes) => new Uint8Array(gunzipSync(bytes)),
};
