// Tests the split of numbers into streams of bytes.

import assert from "node:assert/strict";
import { ByteBuffer } from "./byte_buffer.ts";
import { encodeByteStreamSplit } from "./byte_stream_split.ts";

Deno.test("encodeByteStreamSplit() puts bytes of one rank beside each other, after what is there", () => {
  const numbers = BigUint64Array.of(0x0102030405060708n, 0x1112131415161718n, 0xf0f1f2f3f4f5f6f7n);
  const out = new ByteBuffer();
  out.byte(99);
  encodeByteStreamSplit(out, new Uint32Array(numbers.buffer), 3);
  const ranks = [8, 7, 6, 5, 4, 3, 2, 1].map((low, i) => [low, low + 16, 0xf7 - i]);
  assert.deepEqual([...out.view()], [99, ...ranks.flat()]);
});
