// Tests of text whose invisible characters are drawn.

import assert from "node:assert/strict";
import { visibleText } from "./visible_text.ts";

function shown(text: string): string {
  return visibleText(text).text.replace(
    /<span class="hidden-char" title="[^"]*">(.*?)<\/span>/g,
    "[$1]",
  );
}

Deno.test("visibleText() names control, bidirectional and zero-width characters", () => {
  assert.equal(shown("a\tb\u0000\r\n\u001f"), "a[TAB]b[NUL][CR][LF][US]");
  assert.equal(shown("\ufeffx\u202ey\u200bz\u00a0"), "[U+FEFF]x[U+202E]y[U+200B]z[U+00A0]");
  assert.equal(shown("\u007f\u0085"), "[U+007F][U+0085]");
});

Deno.test("visibleText() leaves every script and emoji as they are, escaped", () => {
  assert.equal(shown("قصة 深夜 é 🎬 <b>"), "قصة 深夜 é 🎬 &lt;b&gt;");
});
