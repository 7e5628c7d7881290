// Tests of escaping what cannot be seen in a text.

import assert from "node:assert/strict";
import { escapeHidden } from "./escape_hidden.ts";

Deno.test("escapeHidden() shows control and direction characters by their code, and leaves the rest", () => {
  assert.equal(escapeHidden("a\x1b[2Jb\r\nc\x9d"), "a\\u001b[2Jb\\u000d\\u000ac\\u009d");
  assert.equal(escapeHidden("x\u202egpj.exe\u2028\u200f"), "x\\u202egpj.exe\\u2028\\u200f");
  assert.equal(escapeHidden("é 視聴 😀 – “q”"), "é 視聴 😀 – “q”");
});
