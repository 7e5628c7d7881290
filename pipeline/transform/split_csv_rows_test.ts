// Tests of splitting a CSV text into rows.

import assert from "node:assert/strict";
import { splitCsvRows } from "./parse_catalog.ts";

Deno.test("splitCsvRows() ends rows at any line end, and leaves out blank ones", () => {
  assert.deepEqual(splitCsvRows("a,b\r\n\r\n \nc\n\rd"), [
    { text: "a,b", line: 1 },
    { text: "c", line: 4 },
    { text: "\rd", line: 5 },
  ]);
  assert.deepEqual(splitCsvRows(""), []);
  assert.deepEqual(splitCsvRows("\r\n"), []);
});

Deno.test("splitCsvRows() keeps line ends within quotes, and counts their lines", () => {
  assert.deepEqual(splitCsvRows('a,"b\n""c\r\n",d\ne\n'), [
    { text: 'a,"b\n""c\r\n",d', line: 1 },
    { text: "e", line: 4 },
  ]);
});

Deno.test("splitCsvRows() takes quotes within an unquoted cell as data", () => {
  assert.deepEqual(splitCsvRows('5" x,y""\nb').map(({ text }) => text), ['5" x,y""', "b"]);
  assert.deepEqual(splitCsvRows('"a"x"\nb').map(({ text }) => text), ['"a"x"', "b"]);
});

Deno.test("splitCsvRows() takes an open quote to the end of the text", () => {
  assert.deepEqual(splitCsvRows('a\n"b\nc'), [
    { text: "a", line: 1 },
    { text: '"b\nc', line: 2 },
  ]);
});
