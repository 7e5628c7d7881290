// Texts that begin a formula are guarded, and the guard can be taken off again.

import assert from "node:assert/strict";
import fc from "fast-check";
import { csvCell } from "./csv_cell.ts";

Deno.test("csvCell() guards what a spreadsheet takes for a formula, and nothing else", () => {
  for (const text of ["=1+1", "+1", "-1", "@sum", "＝1", "＋1", "－1", "＠a"]) {
    assert.equal(csvCell(text), `'${text}`);
    assert.equal(csvCell(text, "keep"), text);
  }
  assert.equal(csvCell("\t=1"), "'\t=1");
  assert.equal(csvCell("\r=1"), `"'\r=1"`);
  assert.equal(csvCell("\n=1"), `"'\n=1"`);
  for (const text of ["a=1", " =1", "'a", "1-1", "Ω", "−1"]) assert.equal(csvCell(text), text);
});

Deno.test("csvCell() tells an empty text from nothing, and quotes what needs it", () => {
  assert.deepEqual(["", "a,b", 'a"b', "a\nb"].map((text) => csvCell(text)), [
    ...['""', '"a,b"', '"a""b"', '"a\nb"'],
  ]);
  assert.equal(csvCell('=HYPERLINK("x")'), `"'=HYPERLINK(""x"")"`);
});

Deno.test("csvCell(): taking one apostrophe off gives every guarded text back", () => {
  const part = fc.constantFrom("'", "=", "+", "-", "@", "\t", "\r", "\n", "＝", "a", "1", ",", '"');
  fc.assert(fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
    const text = parts.join(""), cell = csvCell(text);
    const read = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
    const unguarded = /^'+[=+\-@\t\r\n＝＋－＠]/.test(read) ? read.slice(1) : read;
    assert.equal(unguarded, text);
  }));
});
