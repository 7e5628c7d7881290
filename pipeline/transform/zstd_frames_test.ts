// Tests of finding the ends of zstd frames, on frames that node:zlib writes and on hand-made ones.

import assert from "node:assert/strict";
import { constants, zstdCompressSync } from "node:zlib";
import { ZstdFrames } from "./zstd_frames.ts";

const MAGIC = [0x28, 0xb5, 0x2f, 0xfd];
/** Single segment, no content; one empty last block. */
const EMPTY_FRAME = [...MAGIC, 0x20, 0, 1, 0, 0];
/** Window, two-byte dictionary id, checksum; an RLE block, then an empty last one. */
const RICH_FRAME = [...MAGIC, 0x06, 0x58, 1, 2, 0x2a, 0, 0, 65, 1, 0, 0, 9, 9, 9, 9];
const SKIPPED = [0x5f, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 7, 7, 7];
const SKIPPED_EMPTY = [0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0];

function packed(text: string): number[] {
  return [...zstdCompressSync(text, { params: { [constants.ZSTD_c_checksumFlag]: 1 } })];
}

/** The frames found when the file comes in pieces of `pieceBytes`. */
function framesOf(file: readonly number[], pieceBytes: number): number[][] {
  const frames = new ZstdFrames();
  const found: number[][] = [];
  let current: number[] = [];
  for (let at = 0; at < file.length; at += pieceBytes) {
    const piece = new Uint8Array(file.slice(at, at + pieceBytes));
    for (const { bytes, endsFrame } of frames.cut(piece)) {
      for (const byte of bytes) current.push(byte);
      if (endsFrame) {
        found.push(current);
        current = [];
      }
    }
  }
  assert.ok(frames.isBetweenFrames);
  assert.deepEqual(current, []);
  return found;
}

Deno.test("ZstdFrames finds every frame and leaves out what is to be skipped, in any pieces", () => {
  const long = packed(Array.from({ length: 15_000 }, (_, i) => `${i * i}`).join());
  const frames = [EMPTY_FRAME, packed("one"), RICH_FRAME, long, EMPTY_FRAME];
  const file = [
    ...SKIPPED,
    ...frames.slice(0, 3).flat(),
    ...SKIPPED_EMPTY,
    ...frames.slice(3).flat(),
    ...SKIPPED,
  ];
  for (const pieceBytes of [1, 3, 7, 1_000, file.length]) {
    assert.deepEqual(framesOf(file, pieceBytes), frames, `pieces of ${pieceBytes}`);
  }
});

Deno.test("ZstdFrames passes over zeros between and behind frames", () => {
  const frames = [packed("one"), EMPTY_FRAME, packed("two")];
  const zeros = (count: number) => Array<number>(count).fill(0);
  const file = [...frames[0]!, ...zeros(5), ...SKIPPED, ...zeros(1), ...frames[1]!]
    .concat(frames[2]!, zeros(513));
  for (const pieceBytes of [1, 3, 7, file.length]) {
    assert.deepEqual(framesOf(file, pieceBytes), frames, `pieces of ${pieceBytes}`);
  }
});

Deno.test("ZstdFrames tells bytes behind the end from a frame that is cut", () => {
  const end = (...added: number[]) => () => {
    const frames = new ZstdFrames();
    [...frames.cut(new Uint8Array([...packed("one"), ...added]))];
    frames.end();
  };
  assert.doesNotThrow(end());
  for (const added of [[10], [13, 10], [0, 10], [0x28, 0xb5, 0x2f, 10], [1, 2, 3, 4, 5]]) {
    assert.throws(end(...added), /no zstd stand behind its end/, `${added}`);
  }
  for (const cut of [[0x28], [0x28, 0xb5], [0x28, 0xb5, 0x2f], [0x5a], [0x50, 0x2a, 0x4d], MAGIC]) {
    assert.throws(end(...cut), /unexpected end of file/, `${cut}`);
  }
});

Deno.test("ZstdFrames knows that a file must not end within a frame", () => {
  const file = [...packed("one"), ...SKIPPED, ...packed("two")];
  const ends = new Set([0, packed("one").length, packed("one").length + SKIPPED.length]);
  for (let length = 0; length < file.length; length++) {
    const frames = new ZstdFrames();
    [...frames.cut(new Uint8Array(file.slice(0, length)))];
    assert.equal(frames.isBetweenFrames, ends.has(length), `after ${length} bytes`);
  }
});

Deno.test("ZstdFrames refuses what is no frame and what is no block", () => {
  const read = (...bytes: number[]) => [...new ZstdFrames().cut(new Uint8Array(bytes))];
  assert.throws(() => read(...EMPTY_FRAME, 104, 101, 108, 108), /no zstd stand behind/);
  assert.throws(() => read(...MAGIC, 0x20, 0, 7, 0, 0), /Unknown block/);
});
