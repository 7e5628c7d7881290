// Frames come back as they were; what is none is refused.

import assert from "node:assert/strict";
import { decodeLz4Frame } from "./lz4_frame.ts";

Deno.test("decodeLz4Frame() refuses what is no frame", () => {
  assert.throws(() => decodeLz4Frame(new Uint8Array(3)), /no LZ4 frame/);
  assert.throws(() => decodeLz4Frame(new TextEncoder().encode("not a frame at all")), /no LZ4/);
});

Deno.test("decodeLz4Frame() reads stored and packed blocks, matches that overlap, long lengths", () => {
  const literal = new TextEncoder().encode("ab");
  // token: 2 literals, match of 4 + 15 + 10; distance 2; then 1 literal alone
  const packed = [0x2f, ...literal, 2, 0, 10, 0x10, 0x21];
  const stored = [0x78, 0x79];
  const frame = [
    ...[0x04, 0x22, 0x4d, 0x18, 0x40, 0x40, 0],
    ...[packed.length, 0, 0, 0, ...packed],
    ...[stored.length, 0, 0, 0x80, ...stored],
    ...[0, 0, 0, 0],
  ];
  const text = new TextDecoder().decode(decodeLz4Frame(Uint8Array.from(frame)));
  assert.equal(text, "ab" + "ab".repeat(14) + "a" + "!" + "xy");
  const cut = Uint8Array.from(frame).subarray(0, 16);
  assert.throws(() => decodeLz4Frame(cut));
});
