// Tests the hybrid encoding against a slow decoder.

import assert from "node:assert/strict";
import { ByteBuffer } from "./byte_buffer.ts";
import { bitWidthOf, encodeRleBitpack } from "./rle_bitpack.ts";

/** Decodes bit by bit, as the format's description says. */
function decodeSlowly(bytes: Uint8Array, bitWidth: number, count: number): number[] {
  const codes: number[] = [];
  let at = 0;
  while (codes.length < count) {
    let header = 0, scale = 1;
    for (;; scale *= 128) {
      const byte = bytes[at++];
      header += (byte & 127) * scale;
      if (byte < 128) break;
    }
    if (header % 2 === 0) {
      let code = 0;
      for (let bit = 0; bit < bitWidth; bit += 8) code += bytes[at++] * 2 ** bit;
      for (let i = 0; i < header / 2; i++) codes.push(code);
    } else {
      const packed = (header - 1) / 2 * 8;
      for (let i = 0; i < packed; i++) {
        let code = 0;
        for (let bit = 0; bit < bitWidth; bit++) {
          const place = i * bitWidth + bit;
          code += ((bytes[at + (place >>> 3)] >>> (place & 7)) & 1) * 2 ** bit;
        }
        codes.push(code);
      }
      at += packed / 8 * bitWidth;
    }
  }
  assert.equal(at, bytes.length, "nothing is left over");
  return codes.slice(0, count);
}

function encode(codes: readonly number[], bitWidth: number): Uint8Array {
  const out = new ByteBuffer();
  encodeRleBitpack(out, Uint32Array.from(codes), { count: codes.length, bitWidth });
  return out.view();
}

Deno.test("encodeRleBitpack() keeps codes of every width, in runs and without", () => {
  for (let bitWidth = 0; bitWidth <= 32; bitWidth++) {
    const codes: number[] = [];
    for (const run of [1, 2, 9, 1, 8, 7, 30, 1, 1, 1, 16, 3]) {
      const code = Math.floor((codes.length * 0.618034 % 1) * 2 ** bitWidth);
      for (let i = 0; i < run; i++) codes.push(code);
    }
    for (const count of [1, 7, 8, 9, codes.length]) {
      const some = codes.slice(0, count);
      assert.deepEqual(decodeSlowly(encode(some, bitWidth), bitWidth, count), some, `${bitWidth}`);
    }
  }
});

Deno.test("encodeRleBitpack() writes a long run in a few bytes", () => {
  assert.deepEqual([...encode(Array(1000).fill(3), 9)], [0xd0, 0x0f, 3, 0]);
});

Deno.test("encodeRleBitpack() never leaves what was packed before in the last group", () => {
  encode(Array.from({ length: 64 }, (_, i) => 0xffff - i), 16);
  assert.deepEqual([...encode([1, 2, 3], 16)], [3, 1, 0, 2, 0, 3, ...Array(11).fill(0)]);
});

Deno.test("bitWidthOf() is the number of binary digits", () => {
  assert.deepEqual([0, 1, 2, 255, 256, 65_535, 65_536].map(bitWidthOf), [0, 1, 2, 8, 9, 16, 17]);
});
