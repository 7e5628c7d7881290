// Packed pages are unpacked whole, or refused.

import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { DECOMPRESS } from "./decompress.ts";

const TEXT = new TextEncoder().encode("one page and ".repeat(50));

Deno.test("gzip pages may have several members; a damaged one is refused", () => {
  const gunzip = DECOMPRESS.GZIP!;
  const one = new Uint8Array(gzipSync(TEXT));
  assert.deepEqual(gunzip(one, TEXT.length), TEXT);
  const half = TEXT.length / 2;
  const two = Uint8Array.of(...gzipSync(TEXT.subarray(0, half)), ...gzipSync(TEXT.subarray(half)));
  assert.deepEqual(gunzip(two, TEXT.length), TEXT);
  for (let at = 0; at < one.length; at++) {
    const damaged = one.slice();
    damaged[at]! ^= 4;
    let found: Uint8Array | null = null;
    try {
      found = gunzip(damaged, TEXT.length);
    } catch {
      continue;
    }
    // A changed header (name of the system, time) leaves the text as it is.
    assert.deepEqual(found, TEXT, `byte ${at}`);
  }
});

Deno.test("a page of nothing is nothing with every codec, packed or left out", () => {
  for (const codec of ["SNAPPY", "GZIP", "BROTLI", "LZ4", "LZ4_RAW", "ZSTD"] as const) {
    for (const input of [new Uint8Array(), Uint8Array.of(0)]) {
      assert.equal(DECOMPRESS[codec]!(input, 0).length, 0, codec);
    }
  }
});
