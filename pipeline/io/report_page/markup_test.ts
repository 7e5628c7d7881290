// Tests of the template that escapes.

import assert from "node:assert/strict";
import { markup } from "./markup.ts";

Deno.test("markup() escapes text, keeps markup, joins lists, drops null and false", () => {
  const quote = '"';
  const { text } = markup`<b title="${quote}">${["a<b", markup`<i>${1}</i>`, null, false]}</b>`;
  assert.equal(text, '<b title="&quot;">a&lt;b<i>1</i></b>');
});

Deno.test("markup() replaces half a character, which would break the page's encoding", () => {
  assert.equal(markup`${"x\ud83d"}`.text, "x\ufffd");
});
