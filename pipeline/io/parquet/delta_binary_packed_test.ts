// Tests the delta encoding against a slow decoder.

import assert from "node:assert/strict";
import { ByteBuffer } from "./byte_buffer.ts";
import { encodeDeltaBinaryPacked } from "./delta_binary_packed.ts";

/** Decodes with big integers, as the format's description says. */
function decodeSlowly(bytes: Uint8Array): number[] {
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n;; shift += 7n) {
      const byte = bytes[at++];
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  const zigzag = () => {
    const value = varint();
    return value % 2n === 0n ? value / 2n : -(value + 1n) / 2n;
  };
  const block = Number(varint()), miniblocks = Number(varint()), count = Number(varint());
  let last = zigzag();
  const values = count === 0 ? [] : [Number(last)];
  while (values.length < count) {
    const least = zigzag();
    const widths = bytes.subarray(at, at += miniblocks);
    for (const width of widths) {
      for (let i = 0; i < block / miniblocks && values.length < count; i++) {
        let delta = 0n;
        for (let bit = 0; bit < width; bit++) {
          const place = i * width + bit;
          delta |= BigInt((bytes[at + (place >>> 3)] >>> (place & 7)) & 1) << BigInt(bit);
        }
        values.push(Number(last += least + delta));
      }
      at += block / miniblocks * width / 8;
    }
  }
  assert.equal(at, bytes.length, "nothing is left over");
  return values;
}

Deno.test("encodeDeltaBinaryPacked() keeps instants of any age and order", () => {
  const ages = [0, 1, -1, 253_402_300_799_999, -62_135_596_800_000, 1_700_000_000_000];
  for (const count of [0, 1, 2, 32, 33, 128, 129, 130, 1000]) {
    const values = Float64Array.from(
      { length: count },
      (_, i) => i % 50 < 40 ? 1_700_000_000_000 + 1000 * i : ages[i % ages.length],
    );
    const out = new ByteBuffer();
    encodeDeltaBinaryPacked(out, values, count);
    assert.deepEqual(decodeSlowly(out.view()), [...values], `${count} values`);
  }
});

Deno.test("encodeDeltaBinaryPacked() takes next to no bytes for equal steps", () => {
  const out = new ByteBuffer();
  encodeDeltaBinaryPacked(out, Float64Array.from({ length: 1281 }, (_, i) => 60_000 * i), 1281);
  assert.ok(out.length < 90, `${out.length} bytes`);
});
