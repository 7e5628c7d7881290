// Tests of the reference reading of one CSV row.

import assert from "node:assert/strict";
import { splitCsvRow } from "./split_csv_row.ts";

Deno.test("splitCsvRow() keeps empty cells and white space", () => {
  assert.deepEqual(splitCsvRow("a, b ,,c,"), ["a", " b ", "", "c", ""]);
  assert.deepEqual(splitCsvRow(""), [""]);
  assert.deepEqual(splitCsvRow(","), ["", ""]);
});

Deno.test("splitCsvRow() unquotes commas, quotes and line ends", () => {
  assert.deepEqual(splitCsvRow('"a,b","say ""hi""","two\r\nlines",""'), [
    "a,b",
    'say "hi"',
    "two\r\nlines",
    "",
  ]);
  assert.deepEqual(splitCsvRow('""""'), ['"']);
});

Deno.test("splitCsvRow() takes a quote inside an unquoted cell as data", () => {
  assert.deepEqual(splitCsvRow('5" screen,a"b",x""'), ['5" screen', 'a"b"', 'x""']);
  assert.deepEqual(splitCsvRow(' "a"'), [' "a"']);
});

Deno.test("splitCsvRow() is null when text follows a closing quote", () => {
  assert.equal(splitCsvRow('"a"b,c'), null);
  assert.equal(splitCsvRow('"a" ,c'), null);
  assert.equal(splitCsvRow('x,"a"""b'), null);
});

Deno.test("splitCsvRow() is null when a quote is not closed", () => {
  for (const text of ['"', 'a,"b', '"a""', '"a\nb,c']) assert.equal(splitCsvRow(text), null, text);
});
