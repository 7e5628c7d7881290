// Frames to bytes and back, and what is not a frame.

import assert from "node:assert/strict";
import { decodeFrame, encodeFrame, findWholeFrame } from "./frame.ts";

const SALT = 0xdeadbeef;
const BATCHES = [
  { partition: 0, records: 2, baseOffset: 2 ** 40, bytes: new Uint8Array([1, 2, 3]) },
  { partition: 1, records: 0, baseOffset: 9, bytes: new Uint8Array(0) },
  { partition: 2, records: 1, baseOffset: 0, bytes: new Uint8Array([4]) },
];
const INFO = { commit: 5, ingestTimeMs: 1_700_000_000_000 };

Deno.test("decodeFrame() gives back the batches that have records", () => {
  const bytes = encodeFrame(INFO, BATCHES, SALT);
  const reading = decodeFrame(new Uint8Array([...bytes, 7, 7]), SALT);
  const batches = BATCHES.filter(({ records }) => records > 0);
  assert.deepEqual(reading, {
    kind: "frame",
    frame: { ...INFO, batches },
    frameBytes: bytes.length,
  });
});

Deno.test("decodeFrame() says how many bytes it needs to know more", () => {
  const bytes = encodeFrame(INFO, BATCHES, SALT);
  assert.deepEqual(decodeFrame(bytes.subarray(0, 31), SALT), { kind: "short", needBytes: 32 });
  const needBytes = bytes.length;
  assert.deepEqual(decodeFrame(bytes.subarray(0, 32), SALT), { kind: "short", needBytes });
});

Deno.test("decodeFrame() refuses a frame of another segment", () => {
  assert.equal(decodeFrame(encodeFrame(INFO, BATCHES, SALT), SALT + 1).kind, "bad");
});

Deno.test("findWholeFrame() finds a later frame behind damage, and none of another segment", () => {
  const bytes = new Uint8Array([0x50, 1, 2, ...encodeFrame(INFO, BATCHES, SALT)]);
  assert.equal(findWholeFrame(bytes, { salt: SALT, minCommit: 5 }), 3);
  assert.equal(findWholeFrame(bytes, { salt: SALT, minCommit: 6 }), -1);
  assert.equal(findWholeFrame(bytes, { salt: SALT + 1, minCommit: 5 }), -1);
});
