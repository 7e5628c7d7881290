// Tests the growing buffer.

import assert from "node:assert/strict";
import { ByteBuffer } from "./byte_buffer.ts";

Deno.test("ByteBuffer keeps what is appended when it grows, and starts again", () => {
  const out = new ByteBuffer();
  out.byte(7);
  out.append(new Uint8Array(100_000).fill(8));
  out.uint32(0xfedcba98);
  assert.equal(out.length, 100_005);
  assert.deepEqual([out.view()[0], out.view()[99_999]], [7, 8]);
  assert.deepEqual([...out.view().subarray(-4)], [0x98, 0xba, 0xdc, 0xfe]);
  out.setUint32(0, 1);
  assert.deepEqual([...out.view().subarray(0, 5)], [1, 0, 0, 0, 8]);
  out.clear();
  assert.equal(out.view().length, 0);
});

Deno.test("ByteBuffer writes numbers of up to 53 bits in base 128", () => {
  const bytes = (value: number) => {
    const out = new ByteBuffer();
    out.varint(value);
    return [...out.view()];
  };
  assert.deepEqual(bytes(0), [0]);
  assert.deepEqual(bytes(127), [127]);
  assert.deepEqual(bytes(300), [0xac, 2]);
  assert.deepEqual(bytes(Number.MAX_SAFE_INTEGER), [...Array(7).fill(255), 15]);
});
