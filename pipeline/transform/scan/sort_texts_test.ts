// Tests of the order of texts where a quick key cannot tell them apart.

import assert from "node:assert/strict";
import { sortTexts } from "./sort_texts.ts";
import { TextInterner } from "./text_interner.ts";

function sorted(texts: readonly string[]): string[] {
  const interner = new TextInterner();
  for (const text of texts) interner.internText(text);
  return [...sortTexts(interner.table()).slice(1)].map((code) => texts[code - 1]);
}

Deno.test("sortTexts() sorts by bytes, not by UTF-16 units", () => {
  assert.deepEqual(sorted(["\u{1F600}", "\uFB01", "é", "z"]), ["z", "é", "\uFB01", "\u{1F600}"]);
});

Deno.test("sortTexts() puts a text before those that it begins, NULs or not", () => {
  assert.deepEqual(sorted(["ab\0\0", "ab\0", "ab", "a"]), ["a", "ab", "ab\0", "ab\0\0"]);
});

Deno.test("sortTexts() sorts many texts that are alike for long", () => {
  const texts = Array.from({ length: 300 }, (_, n) => `${"x".repeat(40)}${(n * 7_919) % 300}`);
  assert.deepEqual(sorted(texts), [...texts].sort());
});

Deno.test("sortTexts() knows the empty dictionary", () => {
  assert.deepEqual([...sortTexts(new TextInterner().table())], [0]);
});
