// Tests of text whose invisible characters are drawn.

import assert from "node:assert/strict";
import { render } from "preact-render-to-string";
import { VisibleText } from "./VisibleText.tsx";

function shown(text: string): string {
  return render(<VisibleText text={text} />).replace(
    /<span class="hidden-char" title="[^"]*">(.*?)<\/span>/g,
    "[$1]",
  );
}

Deno.test("VisibleText names control, bidirectional and zero-width characters", () => {
  assert.equal(shown("a\tb\u0000\r\n\u001f"), "a[TAB]b[NUL][CR][LF][US]");
  assert.equal(shown("\ufeffx\u202ey\u200bz\u00a0"), "[U+FEFF]x[U+202E]y[U+200B]z[U+00A0]");
  assert.equal(shown("\u007f\u0085"), "[U+007F][U+0085]");
});

Deno.test("VisibleText leaves every script and emoji as they are, and half of a pair as U+FFFD", () => {
  assert.equal(shown("قصة 深夜 é 🎬 <b>"), "قصة 深夜 é 🎬 &lt;b>");
  assert.equal(shown("\ud83d"), "[U+FFFD]");
});
