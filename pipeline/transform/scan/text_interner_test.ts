// Tests of a dictionary's codes, straight from the bytes of cells.

import assert from "node:assert/strict";
import { hashBytes, NOT_UTF8, TextInterner, TOO_LONG } from "./text_interner.ts";

function internCell(interner: TextInterner, cell: string | Uint8Array, escaped = 0): number {
  const bytes = typeof cell === "string" ? new TextEncoder().encode(cell) : cell;
  return interner.intern(bytes, 0, bytes.length, hashBytes(bytes, 0, bytes.length), escaped);
}

Deno.test("TextInterner.intern() gives cells that mean the same text one code", () => {
  const interner = new TextInterner();
  const code = internCell(interner, "u1");
  assert.equal(internCell(interner, " u1\t"), code);
  assert.equal(internCell(interner, "\u00A0u1"), code);
  assert.equal(interner.internText("u1"), code);
  assert.equal(interner.size, 2);
});

Deno.test("TextInterner.intern() tells doubled quotes in quotes from doubled quotes as they are", () => {
  const interner = new TextInterner();
  const escaped = internCell(interner, 'a""b', 1), plain = internCell(interner, 'a""b');
  assert.notEqual(escaped, plain);
  assert.equal(escaped, interner.internText('a"b'));
  assert.equal(plain, interner.internText('a""b'));
});

Deno.test("TextInterner.intern() gives code 0 to what is empty or white space", () => {
  const interner = new TextInterner();
  assert.deepEqual(["", " ", "\u00A0\uFEFF"].map((cell) => internCell(interner, cell)), [0, 0, 0]);
});

Deno.test("TextInterner.intern() refuses what is not UTF-8 or, trimmed, too long", () => {
  const interner = new TextInterner(4);
  assert.equal(internCell(interner, Uint8Array.of(0x61, 0xff)), NOT_UTF8);
  assert.equal(internCell(interner, "12345"), TOO_LONG);
  assert.equal(interner.internText("éé1"), TOO_LONG);
  assert.equal(internCell(interner, "  éé  "), 1);
});

Deno.test("TextInterner.table() holds the texts by code", () => {
  const interner = new TextInterner();
  const texts = Array.from({ length: 3_000 }, (_, n) => `text ${n}`);
  assert.deepEqual(
    texts.map((text) => interner.internText(text)),
    [...texts.keys()].map((n) => n + 1),
  );
  const { bytes, offsets } = interner.table();
  const found = texts.map((_, n) =>
    new TextDecoder().decode(bytes.subarray(offsets[n + 1], offsets[n + 2]))
  );
  assert.deepEqual(found, texts);
});
