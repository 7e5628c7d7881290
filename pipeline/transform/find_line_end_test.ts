// Tests of what a CSV file's beginning says about its line ends.

import assert from "node:assert/strict";
import { findLineEnd } from "./find_line_end.ts";

const lineEnd = (text: string) => findLineEnd(new TextEncoder().encode(text), 0);

Deno.test("findLineEnd() knows a CR alone, also with line feeds inside quotes", () => {
  assert.equal(lineEnd("a,b\r1,2\r"), "\r");
  assert.equal(lineEnd("a,b\r1,2"), "\r");
  assert.equal(lineEnd('"a",b\r"1\n2";"3""\n"\r'), "\r");
  assert.equal(lineEnd('a;b\r1";2\r"x\ny";3'), "\r");
});

Deno.test("findLineEnd() takes a CR in a file with line feeds as data", () => {
  for (
    const text of ["a,b\n1,2\r3\n", "a,b\r\n1,2\r\n", "a\rb,c\n1,2\n", "a,b\r1,2\n", "a,b", ""]
  ) {
    assert.equal(lineEnd(text), "\n", JSON.stringify(text));
  }
});
