// Tests that pages come back from every compression, whatever they are taken to be like.

import assert from "node:assert/strict";
import { gunzipSync, zstdDecompressSync } from "node:zlib";
import { snappyUncompress } from "hyparquet";
import { type Compression, compressPage } from "./compress_page.ts";

const UNPACK: Readonly<Record<Compression, (bytes: Uint8Array, size: number) => Uint8Array>> = {
  zstd: (bytes) => zstdDecompressSync(bytes),
  gzip: (bytes) => gunzipSync(bytes),
  snappy: (bytes, size) => {
    const output = new Uint8Array(size);
    snappyUncompress(bytes, output);
    return output;
  },
  none: (bytes) => bytes,
};

Deno.test("compressPage() loses nothing, from an empty page to one of 3 MiB", () => {
  for (const size of [0, 1, 1000, 3 << 20]) {
    const page = Uint8Array.from({ length: size }, (_, i) => (i * i) >>> 7);
    for (const [compression, unpack] of Object.entries(UNPACK)) {
      for (const texture of ["dense", "patterned"] as const) {
        const packed = compressPage(page, compression as Compression, texture);
        const unpacked = unpack(packed, size);
        assert.ok(
          unpacked.length === size && unpacked.every((byte, i) => byte === page[i]),
          `${size} bytes by ${compression}`,
        );
      }
    }
  }
});

Deno.test("compressPage() writes zstd frames that tell their size", () => {
  const frame = compressPage(new Uint8Array(70_000), "zstd", "dense");
  // Bits 6 and 7 of the frame header: how many bytes the content's size takes; 0 with bit 5 for one byte.
  assert.notEqual(frame[4] & 0b1110_0000, 0);
});
