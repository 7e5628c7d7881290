// Tests of the check for UTF-8 against the platform's decoder.

import assert from "node:assert/strict";
import fc from "fast-check";
import { isUtf8 } from "./is_utf8.ts";

/** Bytes at the borders of every range of table 3-7. */
const borders = [0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1]
  .concat([0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff]);

function decodes(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

Deno.test("isUtf8() agrees with the decoder on any bytes", () => {
  const bytes = fc.array(fc.constantFrom(...borders), { maxLength: 6 });
  fc.assert(
    fc.property(bytes, (list) => {
      assert.equal(isUtf8(Uint8Array.from(list), 0, list.length), decodes(Uint8Array.from(list)));
    }),
    { numRuns: 3_000 },
  );
});

Deno.test("isUtf8() looks at no byte outside the range", () => {
  const bytes = new TextEncoder().encode("é😀é");
  assert.equal(isUtf8(bytes, 2, 6), true);
  assert.equal(isUtf8(bytes, 2, 5), false, "a character cut off");
  assert.equal(isUtf8(bytes, 3, 6), false, "a character without its lead");
});
