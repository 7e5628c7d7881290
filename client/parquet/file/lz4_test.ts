// LZ4 blocks with and without Hadoop's framing are decoded, and damaged ones refused.

import assert from "node:assert/strict";
import { decompressLz4, decompressLz4Block } from "./lz4.ts";

/** "ab" and a copy of it that overlaps itself, then five literals: `abababababab` + `vwxyz`. */
const BLOCK = Uint8Array.of(0x26, 97, 98, 2, 0, 0x50, 118, 119, 120, 121, 122);
const TEXT = "ababababababvwxyz";
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

Deno.test("decompressLz4Block() repeats what came before, also what it is writing", () => {
  assert.equal(text(decompressLz4Block(BLOCK, TEXT.length)), TEXT);
  assert.equal(decompressLz4Block(Uint8Array.of(0), 0).length, 0);
});

Deno.test("decompressLz4() reads several framed blocks, and a bare one", () => {
  const head = Uint8Array.of(0, 0, 0, TEXT.length, 0, 0, 0, BLOCK.length);
  const framed = Uint8Array.of(...head, ...BLOCK, ...head, ...BLOCK);
  assert.equal(text(decompressLz4(framed, 2 * TEXT.length)), TEXT + TEXT);
  assert.equal(text(decompressLz4(BLOCK, TEXT.length)), TEXT);
});

Deno.test("a damaged LZ4 block is refused, never filled up", () => {
  for (let cut = 0; cut < BLOCK.length; cut++) {
    assert.throws(() => decompressLz4(BLOCK.subarray(0, cut), TEXT.length), /damaged/);
  }
  assert.throws(() => decompressLz4(BLOCK, TEXT.length + 1), /damaged/);
  assert.throws(() => decompressLz4(BLOCK, TEXT.length - 1), /damaged/);
});
