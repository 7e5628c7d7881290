// Laws of unpacking: however a file is cut into members, frames and pieces, it comes back whole, and
// when its end is missing it never passes for whole.

import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { gzipSync, zstdCompressSync } from "node:zlib";
import fc from "fast-check";
import { unpackGzip, unpackZstd } from "../../pipeline/io/unpack.ts";

const PACKERS = {
  gzip: { pack: (bytes: Uint8Array) => gzipSync(bytes), unpack: unpackGzip },
  zstd: { pack: (bytes: Uint8Array) => zstdCompressSync(bytes), unpack: unpackZstd },
};
const packer = fc.constantFrom(...Object.values(PACKERS));
/** Long enough for several blocks, short enough to be quick. */
const part = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 9 }), fc.integer({ min: 1, max: 30_000 }))
    .map(([bytes, times]) => new Uint8Array(Buffer.concat(Array(times).fill(bytes)))),
);
const parts = fc.array(part, { minLength: 1, maxLength: 4 });

async function* inPieces(bytes: Uint8Array, pieceBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    yield await Promise.resolve(bytes.subarray(at, at + pieceBytes));
  }
}

async function whole(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  return Buffer.concat(await Array.fromAsync(pieces));
}

Deno.test("unpackGzip() and unpackZstd() give back every member and frame", async () => {
  await fc.assert(
    fc.asyncProperty(
      packer,
      parts,
      fc.integer({ min: 5, max: 5_000 }),
      async (used, data, size) => {
        const packed = Buffer.concat(data.map(used.pack));
        const unpacked = await whole(used.unpack(inPieces(packed, size)));
        assert.ok(Buffer.concat(data).equals(unpacked));
      },
    ),
  );
});

Deno.test("unpackGzip() and unpackZstd() refuse a file without its end", async () => {
  const missing = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
  await fc.assert(
    fc.asyncProperty(packer, parts, missing, async (used, data, share) => {
      const last = used.pack(data.at(-1) ?? new Uint8Array());
      const before = Buffer.concat(data.slice(0, -1).map(used.pack));
      const kept = 1 + Math.floor(share * (last.length - 1));
      const packed = Buffer.concat([before, last.subarray(0, kept)]);
      await assert.rejects(whole(used.unpack(inPieces(packed, 1_000))));
    }),
  );
});
