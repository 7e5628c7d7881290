// Tests how texts leave their table.

import assert from "node:assert/strict";
import { ByteBuffer } from "./byte_buffer.ts";
import { appendPlainText, textBytes, textSize } from "./string_table.ts";

const texts = ["", "ab", "c".repeat(100)];
const bytes = new Uint8Array(new SharedArrayBuffer(102));
bytes.set(new TextEncoder().encode(texts.join("")));
const table = { bytes, offsets: Uint32Array.of(0, 0, 2, 102) };

Deno.test("appendPlainText() writes a text's size and bytes, be it empty, short or long", () => {
  const out = new ByteBuffer();
  for (const code of [1, 0, 2]) appendPlainText(out, table, code);
  const long = [100, 0, 0, 0, ...Array(100).fill(99)];
  assert.deepEqual([...out.view()], [2, 0, 0, 0, 97, 98, 0, 0, 0, 0, ...long]);
});

Deno.test("textBytes() copies a text out of shared memory", () => {
  assert.deepEqual(textBytes(table, 1), Uint8Array.of(97, 98));
  assert.ok(textBytes(table, 1).buffer instanceof ArrayBuffer);
  assert.equal(textSize(table, 2), 100);
});
