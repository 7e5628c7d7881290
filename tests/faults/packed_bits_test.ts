// Turns every bit of packed files in turn: each is refused in one line or read as it was, and nothing else.

import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { constants, gzipSync, zstdCompressSync } from "node:zlib";
import { InputError } from "../../domain/errors.ts";
import { spoolBytes } from "../../pipeline/io/spool_input.ts";

const ROWS = "user_id,show_name,watch_duration_minutes,watch_date\n" +
  Array.from({ length: 40 }, (_, n) => `u${n * 7 % 11},Show ${n % 5},${n},2024-01-01\n`).join("");
const HALF = ROWS.length >> 1;
const SKIPPED = [0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3];

/** With a checksum, as the zstd command writes it: without one nobody can tell. */
function zstd(text: string): Uint8Array {
  return zstdCompressSync(text, { params: { [constants.ZSTD_c_checksumFlag]: 1 } });
}

async function unpack(packed: Uint8Array): Promise<Uint8Array> {
  const written: Uint8Array[] = [];
  let at = 0;
  const read = (into: Uint8Array) => {
    const part = packed.subarray(at, at + into.length);
    into.set(part);
    at += part.length;
    return Promise.resolve(part.length === 0 ? null : part.length);
  };
  const writeSync = (bytes: Uint8Array) => written.push(bytes.slice()) && bytes.length;
  await spoolBytes("views", { read }, { writeSync });
  return Buffer.concat(written);
}

async function turnBits(packed: Uint8Array, plain: Uint8Array, step = 1): Promise<void> {
  let refused = 0;
  assert.ok(Buffer.from(plain).equals(await unpack(packed)));
  for (let bit = 0; bit < packed.length * 8; bit += step) {
    const damaged = Uint8Array.from(packed);
    damaged[bit >> 3]! ^= 1 << (bit & 7);
    try {
      const read = await unpack(damaged);
      // Without its magic number it is a plain file, whose header nobody will know.
      const isPlain = Buffer.from(damaged).equals(read);
      assert.ok(isPlain || Buffer.from(plain).equals(read), `bit ${bit} was read otherwise`);
    } catch (error) {
      assert.ok(error instanceof InputError, `bit ${bit}: ${error}`);
      assert.match(error.message, /^Cannot read views as (gzip|zstd): [^\n]+$/);
      refused++;
    }
  }
  assert.ok(refused * step > packed.length * 6, `${refused} of ${packed.length * 8 / step}`);
}

Deno.test("every turned bit of a .zst of several frames is refused or does not matter", async () => {
  const frames = [zstd(ROWS.slice(0, HALF)), zstd(ROWS.slice(HALF))];
  const packed = Buffer.concat([Uint8Array.from(SKIPPED), ...frames]);
  await turnBits(packed, new TextEncoder().encode(ROWS));
});

Deno.test("every turned bit of a .gz of several members is refused or does not matter", async () => {
  const packed = Buffer.concat([gzipSync(ROWS.slice(0, HALF)), gzipSync(ROWS.slice(HALF))]);
  await turnBits(packed, new TextEncoder().encode(ROWS));
});

Deno.test("turned bits of a .zst of many blocks are refused, also behind what fills a buffer", async () => {
  const plain = new TextEncoder().encode(ROWS.repeat(900));
  await turnBits(zstd(ROWS.repeat(900)), plain, 5);
});
