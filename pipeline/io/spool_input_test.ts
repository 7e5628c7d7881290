// Tests of copying inputs to plain files: slow sources, failing sources, full disks.

import assert from "node:assert/strict";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { AuditError } from "../../domain/errors.ts";
import { type ByteSource, spoolBytes } from "./spool_input.ts";

/** Gives its bytes a few at a time, as a slow pipe does. */
function trickle(bytes: Uint8Array, atATime: number): ByteSource {
  let at = 0;
  return {
    read(into) {
      if (at === bytes.length) return Promise.resolve(null);
      const part = bytes.subarray(at, at + Math.min(atATime, into.length));
      into.set(part);
      at += part.length;
      return Promise.resolve(part.length);
    },
  };
}

/** Takes a few bytes at a time. */
function collector() {
  const taken: number[] = [];
  const writeSync = (bytes: Uint8Array) =>
    taken.push(...bytes.subarray(0, 100)) &&
    Math.min(bytes.length, 100);
  return { taken, writeSync };
}

Deno.test("spoolBytes() tells the packing of a source that gives one byte at a time", async () => {
  const target = collector();
  const packed = zstdCompressSync("user_id,show_name\n".repeat(50));
  const spooled = await spoolBytes("-", trickle(packed, 1), target);
  assert.equal(spooled.packing, "zst");
  assert.equal(spooled.bytes, packed.length);
  assert.equal(spooled.dataBytes, 900);
  assert.equal(new TextDecoder().decode(new Uint8Array(target.taken)).length, 900);
  assert.equal(spooled.head.length, 900);
});

Deno.test("spoolBytes() takes an empty source for an empty file", async () => {
  const spooled = await spoolBytes("-", trickle(new Uint8Array(), 1), collector());
  assert.equal(spooled.packing, "none");
  assert.equal(spooled.dataBytes, 0);
  assert.match(spooled.sha256, /^e3b0c442/);
});

Deno.test("spoolBytes() says that the disk is full, and what to do", async () => {
  const full = {
    writeSync(): number {
      throw new Error("No space left on device (os error 28)");
    },
  };
  for (const bytes of [new Uint8Array(9), zstdCompressSync("x".repeat(99))]) {
    await assert.rejects(spoolBytes("views", trickle(bytes, 9), full), (error) => {
      assert.ok(error instanceof AuditError);
      assert.match(
        error.message,
        /^Cannot unpack views as .*No space left.*; free some, or [^\n]+$/,
      );
      return true;
    });
  }
});

Deno.test("spoolBytes() passes on why its source cannot be read, also while it unpacks", async () => {
  const packed = zstdCompressSync(crypto.getRandomValues(new Uint8Array(60_000)));
  const start = trickle(packed.subarray(0, 1_000), 300);
  let reads = 0;
  const failing: ByteSource = {
    read: (into) =>
      ++reads > 3 ? Promise.reject(new Error("Input/output error")) : start.read(into),
  };
  await assert.rejects(
    spoolBytes("views.zst", failing, collector()),
    /^InputError: Cannot read views\.zst as the system refuses it: Input\/output error$/,
  );
});

Deno.test("spoolBytes() stops early at what unpacks to hundreds of times its size", async () => {
  const zeros = new Uint8Array(200 << 20);
  for (const packed of [gzipSync(zeros), zstdCompressSync(zeros)]) {
    let written = 0;
    const target = { writeSync: (bytes: Uint8Array) => (written += bytes.length, bytes.length) };
    for (const sizeBytes of [null, packed.length]) {
      written = 0;
      await assert.rejects(
        spoolBytes("bomb", trickle(packed, 1 << 16), target, sizeBytes),
        /^InputError: Cannot read bomb as it must unpack to at most 300 times its size: [^\n]+$/,
      );
      assert.ok(written < 160 << 20, `${written} bytes were written`);
    }
  }
});
